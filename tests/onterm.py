# SPDX-License-Identifier: GPL-2.0
"""Run a command on a terminal of its own, of so many columns, and print what it wrote there.

usage: onterm.py COLUMNS COMMAND...

Both outputs go to the terminal. What a line replaced by a carriage return shows last is what stays;
with ALL=yes everything is printed, escape sequences too. Exit: that of the command.
"""
import fcntl
import os
import pty
import re
import struct
import sys
import termios

columns, command = int(sys.argv[1]), sys.argv[2:]
leader, follower = pty.openpty()
fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(follower, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(follower, descriptor)
    os.close(leader)
    os.close(follower)
    os.execvp(command[0], command)
os.close(follower)
said = b''
while True:
    try:
        piece = os.read(leader, 65536)
    except OSError:
        break
    if not piece:
        break
    said += piece
status = os.waitpid(pid, 0)[1]
text = said.decode('utf-8', 'replace').replace('\r\n', '\n')
if not os.environ.get('ALL'):
    text = re.sub(r'[^\n]*\r\033\[K', '', text)
sys.stdout.write(text)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status))
