#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Hold what can be set against the pages: keys of a campaign and of a target, the configuration of
git, the environment, fields of templates, and what a night reads.

usage: keys.py TOP

Reads src/, ci/, man/ and docs/ below TOP. Prints what the program knows and no page names, and what
a page names and the program does not know. Exit: 0 neither, 1 some."""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
faults = []


def text_of(*paths):
    """The text of all of these files, or of all below these folders."""
    found = []
    for path in paths:
        path = top / path
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return "\n".join(p.read_text(encoding="utf-8", errors="replace") for p in found)


def compare(what, known, named, excused=()):
    """Nothing known goes unnamed, and nothing is named that is not known."""
    if not known or not named:
        faults.append("%s: nothing was found to compare" % what)
    for name in sorted(known - named - set(excused)):
        faults.append("%s: no page names %s" % (what, name))
    for name in sorted(named - known - set(excused)):
        faults.append("%s: there is no %s" % (what, name))


def items(page):
    """Words of the items of lists: ".It Cm rule , script" has two."""
    return {word for line in re.findall(r"^\.It Cm (.*)", page, re.M)
            for word in line.split() if re.fullmatch(r"[a-z][a-z-]*", word)}


def campaign_rows():
    """(section, key) of all rows of the table."""
    source = text_of("src/campaign/conf.c")
    rows = set(re.findall(r'(?:CAMPAIGN|STEP|NAMED)_KEY\("([a-z]+)", "([a-z-]+)"', source))
    rows |= set(re.findall(r'\{ "([a-z]+)", "([a-z-]+)", HOLD_', source))
    for section, key in re.findall(r'\b(WAVE|CHECK|JUDGE|REQUEST)_KEY\("([a-z-]+)"', source):
        rows.add((section.lower(), key))
    return rows


def campaign_words():
    """(section, key) by the pages: items below a heading of the section, and by the pages to which
    treewide-patch(5) leads; what else they say of it is in an example or a sentence."""
    rows = set()
    for page in sorted((top / "man").glob("treewide-*.5")):
        part, sections = [], []
        for line in page.read_text(encoding="utf-8").splitlines() + [".Sh END"]:
            if re.match(r"\.S[hs] ", line):
                rows |= {(s, key) for s in sections for key in items("\n".join(part))}
                sections = re.findall(r"\[([a-z]+)", line) if line.startswith(".Ss") else []
                part = []
            part.append(line)
    # roles of [recipients] are items of a list in a list
    policy = text_of("src/recipients/policy.c")
    roles = set(re.findall(r'\[[A-Z_]+\] = \{ "([a-z ]+)",', policy))
    words = {word for role in roles for word in role.split()}
    rows -= {("recipients", word) for word in words}
    for section in ("patch", "convert"):
        rows |= {(section, key) for key in items(text_of("man/treewide-script.5"))}
    profile = text_of("man/treewide-profile.7")
    for section, body in re.findall(r"^\[([a-z]+)[^\n]*\]\n((?:\t.*\n)*)", profile, re.M):
        rows |= {(section, key) for key in re.findall(r"^\t([a-z-]+) = ", body, re.M)}
    rows |= {("request", key) for key in items(profile)}
    rows |= {(section, key) for key, section in
             re.findall(r"^\.Cm ([a-z-]+)\nof\n\.Bq ([a-z]+)", profile, re.M)}
    if re.search(r"^\.Cm scope\nis that of the campaign unless the section", profile, re.M):
        rows.add(("audit", "scope"))
    return rows


def git_keys(*paths):
    """treewide.KEY, wherever it stands."""
    return set(re.findall(r"\btreewide\.([a-z][A-Za-z]+)\b", text_of(*paths)))


man = text_of("man")
source = text_of("src")

known = {"[%s] %s" % row for row in campaign_rows()}
named = {"[%s] %s" % row for row in campaign_words()}
# a [convert] may have the tags that the example gives a [patch]
compare("campaign.conf", known, named, {"[convert] tag"})

keys = text_of("src/kbuild/target.c")
known = set(re.findall(r"\bKEY\(([a-z]+)\)", keys)) - {"member"} | {"option"}
compare("configs/", known, items(text_of("man/treewide-target.5")))

known = set(re.findall(r'"treewide\.([a-z][A-Za-z]+)"', source))
macros = "\n".join(re.findall(r"^\.(?:It )?Cm (treewide\..*)", man, re.M))
named = set(re.findall(r"\btreewide\.([a-z][A-Za-z]+)", macros))
nights = set(re.findall(r"\bsetting (nightly[a-z]+)", text_of("ci")))
compare("git's configuration", known, named - nights)
compare("git's configuration, of a night", nights,
        {key for key in git_keys("docs/nightly.md") if key.startswith("nightly")})
for key in sorted(git_keys("docs", "README.md", "ci/nightly") - known - nights):
    if key not in ("git", "nightly"):
        faults.append("docs: there is no treewide.%s" % key)

known = set(re.findall(r'"(TREEWIDE_[A-Z_]+)["=]', source)) - {"TREEWIDE_VERSION"}
compare("environment", known, set(re.findall(r"^\.(?:It )?Ev (TREEWIDE_[A-Z_]+)", man, re.M)))
# what others set for us
read = set(re.findall(r'getenv\("([A-Z_]+)"\)', source))
for name in sorted(read - {"GIT_CONFIG_COUNT", "SLURMD_NODENAME"}):
    if not re.search(r"^\..*\bEv .*\b%s\b" % name, man, re.M):
        faults.append("environment: no page names %s" % name)

compose = text_of("src/series/compose.c")
known = set(re.findall(r'"([a-z]+)"', re.search(r"names\[NR_FIELDS\] = \{(.*?)\}", compose,
                                                 re.S).group(1)))
cover = text_of("src/publish/cover.c")
known |= set(re.findall(r'\{ "([a-z]+)", [a-z]+ \}',
                        re.search(r"struct field fields\[\] = \{(.*?)\};", cover, re.S).group(1)))
compare("templates", known,
        set(re.findall(r"^\.It Cm \{([a-z]+)\}", text_of("man/treewide-message.5"), re.M)))

known = set(re.search(r"watch_keys='([^']*)'", text_of("ci/watch.sh")).group(1).split())
table = re.search(r"\| key \| \|\n((?:\|.*\n)*)", text_of("docs/nightly.md")).group(1)
compare("[watch]", known, set(re.findall(r"^\| `([a-z]+)`", table, re.M)))

known = set(re.findall(r"^\t--([a-z]+)\) ", text_of("ci/nightly"), re.M))
synopsis = re.search(r"\.Sh SYNOPSIS(.*?)\.Sh", text_of("man/treewide-nightly.8"), re.S).group(1)
compare("options of a night", known, set(re.findall(r"Fl Fl ([a-z]+)", synopsis)))

# what is told where it stands must stand there
told = [p for pattern in ("*.md", "docs/*.md", "src/*/README") for p in top.glob(pattern)]
paths = re.findall(r"(?<![\w/.])(?:src|tests|ci|docs|schemas|man)/[\w./-]+\.[a-z0-9]+\b",
                   "\n".join(path.read_text(encoding="utf-8") for path in told))
for path in sorted(set(paths) - {"src/checks/check_mood.c"}):
    if not (re.search("[A-Z]{4}", path) or (top / path).exists()):
        faults.append("docs: there is no %s" % path)

for fault in faults:
    print(fault)
sys.exit(bool(faults))
