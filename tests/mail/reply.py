# SPDX-License-Identifier: GPL-2.0
"""Answer one of the mails that smtpd.py kept, as a reviewer does, into the mbox of a list archive.

usage: python3 -I -S reply.py DIR K MBOX 'Name <address>' LINE...

The K-th mail in DIR is quoted and answered with these lines.
"""
import email
import email.header
import email.utils
import json
import os
import sys


def main():
    folder, nr, mbox, sender = sys.argv[1:5]
    with open(os.path.join(folder, "%04d.json" % int(nr)), encoding="utf-8") as f:
        mail = email.message_from_bytes(json.load(f)["data"].encode("latin-1"))
    parent = mail["Message-Id"].strip()
    subject = str(email.header.make_header(email.header.decode_header(mail["Subject"])))
    quoted = mail.get_payload(decode=True).decode("utf-8").splitlines()[:5]
    addr = email.utils.parseaddr(sender)[1]
    lines = [
        "From mail@localhost Thu Jan  1 00:00:00 1970",
        "From: " + sender,
        "To: " + mail["From"],
        "Subject: Re: " + " ".join(subject.split()),
        "Date: " + email.utils.formatdate(),
        "Message-ID: <%s.%s>" % (nr, addr),
        "In-Reply-To: " + parent,
        "References: " + " ".join((mail["References"] or "").split() + [parent]),
        "Content-Type: text/plain; charset=utf-8",
        "",
        "> " + "\n> ".join(quoted),
        "",
        *sys.argv[5:],
        "",
    ]
    with open(mbox, "a", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
