# SPDX-License-Identifier: GPL-2.0
"""Make the proof in a ledger one of many commits, with names that nobody should write and long
logs.

usage: forge-page.py LEDGER REPOSITORY FOLDER [COMMITS]

COMMITS (54) commits are written into the repository, off any branch, with patches of 60 bytes to a
megabyte; the logs, of up to two megabytes, go to FOLDER. The documents of audit and status in the
ledger become larger, too. Every kind of verdict and of evidence is there. Prints the text
that a page of it must show as it is.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys

HOSTILE = [
    '<script>window.pwned=1</script>', '"><img src=x onerror=window.pwned=1>',
    "' onmouseover='window.pwned=1", '</pre></details><iframe src=javascript:1>', '&lt;b&gt; &amp;',
    ']]>', '{{7*7}} ${id}', '\u202eesrever', '--><!--', 'a' * 300, 'ü' * 200, '\x1b[31mred\x1b[0m',
]
VERDICTS = ['pass'] * 40 + ['fail', 'void', 'uncovered', 'skipped']
CHECKS = [('objects', 'compiled'), ('readers', 'derived'), ('readers', 'sampled'),
          ('readers', 'preprocessed'), ('symbols', 'checked'), ('independent', 'compiled'),
          ('all', 'built'), ('same', 'same code'), ('tree', 'identical')]
TARGETS = ['x86_64-allmodconfig', 'arm64-allmodconfig', '<b onclick=x>&"']


def run(*arguments, data=None):
    return subprocess.run(['git', '-C', repository] + list(arguments), input=data, check=True,
                          capture_output=True).stdout.strip()


def write_commit(nr, parent):
    """One file changes; every ninth patch is long."""
    lines = 9000 if nr % 9 == 0 else 3 + nr
    text = ''.join('int x%d_%d = "%s";\n' % (nr, i, HOSTILE[i % len(HOSTILE)][:60])
                   for i in range(lines)).encode() + (b'\xff\xfe\n' if nr % 7 == 0 else b'')
    message = '%s: forged %d: %s\n\nFor the test.\n' % ('net' if nr % 2 else 'spi', nr, subject(nr))
    path = 'drivers/net/<i>%d&"quoted".c' % nr
    stream = (b'commit refs/forged\ncommitter T <t@example.org> %d +0000\n' % (1700000000 + nr)
              + b'data %d\n' % len(message.encode()) + message.encode()
              + b'from %s\n' % parent
              + b'M 100644 inline "' + path.replace('"', '\\"').encode() + b'"\n'
              + b'data %d\n' % len(text) + text + b'\n')
    run('fast-import', '--quiet', '--force', data=stream)
    return run('rev-parse', 'refs/forged')


def subject(nr):
    return HOSTILE[nr % len(HOSTILE)].replace('\x1b', '')


def write_log(nr):
    """Compilers colour what they say; the last line is what a person looks for."""
    path = '%s/log <%d>&.log' % (folder, nr)
    with open(path, 'wb') as file:
        size = 2 << 20 if nr < 4 else 200 + 1500 * nr
        line = b'\x1b[1mdrivers/net/x.c:%d: error:\x1b[0m <b>\xe2\x80\x98unknown\xe2\x80\x99</b> ' \
               b'\xff </pre> \n' % nr
        file.write(line * (size // len(line)) + b'\0the last line of log %d\n' % nr)
    return path


def check(nr, name, evidence, target):
    verdict = random.choice(VERDICTS)
    return {'check': name, 'target': target, 'verdict': verdict,
            'evidence': '' if verdict in ('uncovered', 'skipped') else evidence,
            'detail': '%d objects; %s' % (nr, random.choice(HOSTILE)) * random.choice([1, 1, 30]),
            'seconds': random.random() * 9, 'log': write_log(nr) if name == 'objects' else None,
            'reused': random.random() < .3}


def person(nr):
    return {'name': HOSTILE[nr % len(HOSTILE)][:60], 'email': 'p%d@example.org' % nr,
            'why': 'maintainer:SUBSYSTEM <%d> & "OTHERS"' % nr}


def forge_proof(proof):
    commits, parent = [], run('rev-parse', proof['base'])
    for nr in range(1, count + 1):
        parent = write_commit(nr, parent)
        checks = [check(nr, name, evidence, target) for target in TARGETS
                  for name, evidence in CHECKS]
        checks += [check(nr, name, 'checked', '') for name in ('message', 'checkpatch', 'cover')]
        commits.append({'nr': nr, 'commit': parent.decode(), 'patch': 'convert/p%d' % nr,
                        'subject': 'forged %d: %s' % (nr, subject(nr)), 'below': False,
                        'to': [person(nr), person(nr + 1)],
                        'cc': [person(nr + k) for k in range(2, 9)],
                        'checks': checks})
    proof['commits'] = commits
    # whatever was drawn: one speaks against it
    commits[0]['checks'][0].update(verdict='fail', evidence='checked')
    proof['summary'] = {verdict: sum(k['verdict'] == verdict for c in commits for k in c['checks'])
                        for verdict in ('pass', 'fail', 'void', 'uncovered', 'skipped')}
    proof['coverage'] = [{'commit': nr, 'file': 'drivers/net/%d.c' % nr, 'target': target,
                          'state': random.choice(['compiled', 'compiled', 'failed', 'unbuilt'])}
                         for nr in range(1, count + 1) for target in TARGETS]
    proof['phases'] = [{'phase': 'converting', 'seconds': 812.5}, {'phase': '<u>', 'seconds': 9000}]
    bad = next((c for c in commits if any(k['verdict'] == 'fail' for k in c['checks'])), None)
    proof['first_bad'] = bad and {'nr': bad['nr'], 'commit': bad['commit'],
                                  'subject': bad['subject'], 'check': 'objects',
                                  'target': '', 'detail': ''}


def forge_audit(audit):
    site = audit['sites'][0]
    classes = list(audit['summary'])
    audit['sites'] = [dict(site, file='drivers/%s/%d.c' % (folder_name, nr), line=nr,
                           **{'class': random.choice(classes)})
                      for nr, folder_name in enumerate(['net/x', 'spi', '<i>', 'gpu/drm/y'] * 80)]


def forge_status(records):
    last = records[-1]
    for nr in range(12):
        records.insert(nr, dict(last, rev='next-%d' % nr, landed=nr, patches=24 - nr, blocked=1,
                                sites={key: max(1, 30 - 2 * nr) for key in last['sites']}))


ledger, repository, folder = sys.argv[1:4]
count = int(sys.argv[4]) if len(sys.argv) > 4 else 54
random.seed(26)
os.makedirs(folder, exist_ok=True)
database = sqlite3.connect(ledger)
known = database.execute("SELECT key, value FROM facts WHERE stage = 'document'").fetchall()
for key, text in known:
    document = json.loads(text)
    if isinstance(document, list):
        forge_status(document)
    elif 'commits' in document:
        forge_proof(document)
    elif 'sites' in document:
        forge_audit(document)
    database.execute("UPDATE facts SET value = ? WHERE stage = 'document' AND key = ?",
                     (json.dumps(document), key))
database.commit()
for nr in range(1, min(count, len(HOSTILE)) + 1):
    print('forged %d: %s' % (nr, subject(nr)))
