# SPDX-License-Identifier: GPL-2.0
"""Compare the mails that smtpd.py kept with the plan that they were made from.

usage: python3 -I -S compare.py [OPTION...] PLAN DIR

PLAN is what `treewide --json plan` printed, DIR the folder of smtpd.py.
	--from ADDRESS	who sends, 'Name <address>'
	--revision N	the series is v2, v3, ...
	--clone DIR	a work tree of the kernel: every mail is applied there on the base, and must
			make the tree that the plan names for this patch
	--written	DIR holds mails that were not sent, *.eml in the order of their names:
			no envelopes
	--b4		sent by b4 alone, which knows no To per patch and sends the cover to
			everybody: To and Cc are compared together
	--global ADDR	b4 sends every mail to this address (any number of times)
Each difference is one line of the output. Exit: 0 all was compared and is as planned; 1 it is not;
2 wrong use; 3 something else went wrong.
"""
import argparse
import email
import email.policy
import email.utils
import glob
import json
import os
import subprocess
import sys
import traceback

KINDS = "to", "cc"


def people(entries):
    """{address: name} of the To or Cc of a plan."""
    return {e["email"]: e["name"] for e in entries}


class Comparison:
    """The plan, the mails, and what was found."""

    def __init__(self, args):
        self.args = args
        with open(args.plan, encoding="utf-8") as f:
            self.plan = json.load(f)
        self.differences = 0
        self.addresses = 0
        self.mails = (self.read("*.eml", self.written) if args.written else
                      self.read("[0-9]*.json", self.kept))

    def read(self, pattern, one):
        mails = []
        for path in sorted(glob.glob(os.path.join(glob.escape(self.args.folder), pattern))):
            with open(path, "rb") as f:
                mails.append(one(f.read()))
            mails[-1]["message"] = email.message_from_bytes(mails[-1]["raw"],
                                                            policy=email.policy.default)
        return mails

    @staticmethod
    def kept(data):
        mail = json.loads(data)
        mail["raw"] = mail["data"].encode("latin-1")
        return mail

    @staticmethod
    def written(data):
        return {"raw": data}

    def differs(self, what, words):
        self.differences += 1
        print("%s: %s" % (what, words))

    def equal(self, what, wanted, got):
        if wanted != got:
            self.differs(what, "wanted %r, got %r" % (wanted, got))

    def equal_sets(self, what, wanted, got):
        """Without an order, but an address twice is one too many."""
        for one in sorted(set(wanted) - set(got)):
            self.differs(what, "lacks %s" % (one,))
        for one in sorted(set(got) - set(wanted)):
            self.differs(what, "has %s too" % (one,))
        for one in sorted(set(got)):
            if got.count(one) > 1:
                self.differs(what, "has %s %d times" % (one, got.count(one)))

    def wanted(self):
        """{"to": {address: name}, "cc": ...} of every mail, the cover first."""
        patches = [{k: people(p[k]) for k in KINDS} for p in self.plan["patches"]]
        if "cover" in self.plan and not self.args.b4:
            cover = {k: people(self.plan["cover"][k]) for k in KINDS}
        else:
            cover = {"to": {}, "cc": {}}
            for k in KINDS:
                for p in patches:
                    cover[k].update({a: n for a, n in p[k].items() if a not in cover["to"]})
        return [cover] + patches

    def compare_addresses(self, what, wanted, mail):
        got = {}
        for k in KINDS:
            header = mail["message"][k]
            got[k] = [(a.addr_spec, a.display_name) for a in header.addresses] if header else []
            for defect in header.defects if header else []:
                self.differs(what, "%s: %r" % (k.title(), defect))
        if self.args.b4:
            wanted = {"to": {**wanted["to"], **wanted["cc"]}, "cc": {}}
            wanted["to"].update({a: self.names.get(a, "") for a in self.args.everywhere})
            got = {"to": got["to"] + got["cc"], "cc": []}
        for k in KINDS:
            self.equal_sets("%s: %s" % (what, k.title()), list(wanted[k].items()), got[k])
        everybody = list(wanted["to"]) + list(wanted["cc"])
        self.addresses += len(everybody)
        sender = email.utils.parseaddr(self.args.sender)
        if not self.args.written:
            self.equal_sets(what + ": envelope", everybody, mail["to"])
            self.equal(what + ": envelope from", sender[1], mail["from"])
        self.equal(what + ": From", sender, email.utils.parseaddr(str(mail["message"]["From"])))

    def compare_thread(self, what, mail, cover):
        parent = None if mail is cover else str(cover["message"]["Message-ID"]).strip()
        for name in "In-Reply-To", "References":
            got = mail["message"].get_all(name)
            self.equal("%s: %s" % (what, name), parent and [parent],
                       got and [str(h).strip() for h in got])

    def compare_subject(self, nr, what, mail):
        patches = self.plan["patches"]
        version = "" if self.args.revision == 1 else " v%d" % self.args.revision
        count = str(len(patches))
        prefix = "[PATCH%s %s/%s] " % (version, str(nr).zfill(len(count)), count)
        got = str(mail["message"]["Subject"])
        if nr:
            self.equal(what + ": Subject", prefix + patches[nr - 1]["subject"], got)
        elif not got.startswith(prefix) or got == prefix:
            self.differs(what + ": Subject", "wanted %r and a title, got %r" % (prefix, got))

    def compare_bytes(self, what, mail):
        """RFC 5322: a line holds 998 bytes at most, and a header nothing but ASCII."""
        for line in mail["raw"].split(b"\n"):
            if len(line) > 998:
                self.differs(what, "a line of %d bytes" % len(line))
        if not mail["raw"].split(b"\n\n")[0].isascii():
            self.differs(what, "a header that is not ASCII")

    def git(self, *args):
        run = subprocess.run(["git", "-C", self.args.clone, *args], capture_output=True, text=True,
                             stdin=subprocess.DEVNULL)
        return run.returncode, run.stdout.rstrip("\n"), run.stderr.strip()

    def apply(self):
        """Each patch on the base and those before it, by git am."""
        clone = self.args.clone = os.path.abspath(self.args.clone)
        code, _, err = self.git("checkout", "-q", "--detach", self.plan["base"])
        if code:
            raise RuntimeError(err)
        for nr, (patch, mail) in enumerate(zip(self.plan["patches"], self.mails[1:]), 1):
            what = "mail %d" % nr
            path = os.path.join(clone, ".git", "mail")
            with open(path, "wb") as f:
                f.write(mail["raw"])
            code, _, err = self.git("am", "-q", path)
            if code:
                self.differs(what, "does not apply: %s" % err.splitlines()[0])
                self.git("am", "--abort")
                return
            self.equal(what + ": tree", patch["tree"], self.git("rev-parse", "HEAD^{tree}")[1])
            log = self.git("log", "-1", "--format=%s%n%an <%ae>%n%B")[1].splitlines()
            self.equal(what + ": commit", [patch["subject"], self.args.sender], log[:2])
            for line in log:
                if line.lower().startswith(("cc:", "to:")):
                    self.differs(what + ": commit", "holds %r" % line)

    def run(self):
        wanted = self.wanted()
        self.names = {a: n for w in wanted for k in KINDS for a, n in w[k].items()}
        name, addr = email.utils.parseaddr(self.args.sender)
        self.names.setdefault(addr, name)
        if len(self.mails) != len(wanted):
            self.differs("mails", "wanted %d, got %d" % (len(wanted), len(self.mails)))
            return
        ids = [str(m["message"]["Message-ID"]).strip() for m in self.mails]
        for one in sorted(set(ids)):
            if ids.count(one) > 1 or one == "None":
                self.differs("mails", "%d with Message-ID %s" % (ids.count(one), one))
        cover = self.mails[0]
        text = cover["message"].get_content().splitlines()
        if "base-commit: " + self.plan["base"] not in text:
            self.differs("mail 0", "does not say base-commit: " + self.plan["base"])
        for nr, mail in enumerate(self.mails):
            what = "mail %d" % nr
            self.compare_addresses(what, wanted[nr], mail)
            self.compare_thread(what, mail, cover)
            self.compare_subject(nr, what, mail)
            self.compare_bytes(what, mail)
        self.apply()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="sender", required=True)
    parser.add_argument("--revision", type=int, default=1)
    parser.add_argument("--clone", required=True)
    parser.add_argument("--written", action="store_true")
    parser.add_argument("--b4", action="store_true")
    parser.add_argument("--global", dest="everywhere", action="append", default=[])
    parser.add_argument("plan")
    parser.add_argument("folder")
    comparison = Comparison(parser.parse_args())
    comparison.run()
    print("compared %d mails and %d addresses, %d differences" % (
        len(comparison.mails), comparison.addresses, comparison.differences))
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception:
        traceback.print_exc()
        sys.exit(3)
