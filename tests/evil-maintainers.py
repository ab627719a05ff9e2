# SPDX-License-Identifier: GPL-2.0
# Adds to a tree entries of MAINTAINERS with names that nobody should have, and a file for each.
# usage: python3 evil-maintainers.py TREE; prints "evil<N> <file>" for each. Those of N are
# m<N>@example.org and r<N>@example.org.
import os, sys
names = [
    b'Quote "Q" Person', b'Comma, Person', b'Back \\ Slash', 'Ünï Cödé'.encode(),
    'Ünï, Cödé'.encode(), b'CR\rCc: evil@example.net', 'LS\u2028Cc: evil@example.net'.encode(),
    'PS\u2029Cc: evil@example.net'.encode(), 'NEL\u0085Cc: evil@example.net'.encode(),
    b'NUL\0Cc: evil@example.net', b'FF\fVT\vCc: evil@example.net',
    b'FS\x1cGS\x1dRS\x1eCc: evil@example.net', b'Latin \xf6ne', b'Cut \xe2\x80',
    b'Surrogate \xed\xa0\x80', b'=?utf-8?q?X=0ACc=3A_evil=40example=2Enet?=',
    b'=?utf-8?b?WApDYzogZXZpbEBleGFtcGxlLm5ldA==?=', b'Hash #1', b'Link http://x.example',
    b'L' * 3000, 'ö'.encode() * 3000, b'Paren (x)', 'RTL \u202egro.elpmaxe'.encode(),
    b'semi; colon: x', b"Apo's", b'Dot. Dot', b'At @ Sign', b'[bracket]', b'-dash',
    b'Signed-off-by: X', b'---',
]
with open(sys.argv[1] + '/MAINTAINERS', 'ab') as out:
    os.mkdir(sys.argv[1] + '/drivers/evil')
    for i, name in enumerate(names):
        out.write(b'\nEVIL %d\nM:\t%s <m%d@example.org>\nR:\t%s <r%d@example.org>\nS:\tMaintained\nF:\tdrivers/evil/%d.c\n' %
                  (i, name, i, name, i, i))
        open('%s/drivers/evil/%d.c' % (sys.argv[1], i), 'w').write('int x;\n')
        print('evil%d drivers/evil/%d.c' % (i, i))
