# SPDX-License-Identifier: GPL-2.0
"""A mail server on 127.0.0.1 that keeps what it is given, and misbehaves where it is told to.

usage: python3 -I -S smtpd.py DIR [K:FAULT[=VALUE]...]

DIR/port	where it listens; written last, so that it is there when the server is ready
DIR/log		one line per command: the number of the mail, the command, the answer
DIR/NNNN.json	each mail that was taken, in the order of arrival: envelope "from" and "to", "data"
		(the bytes as latin-1, lines end in LF), "answered": was the sender told so
DIR/mbox	the same mails, as a list archive would have them
DIR/waiting	there while a mail waits for its answer, see wait

A fault befalls the K-th mail that somebody begins to send to this server, and only that one:
	mail=CODE rcpt=CODE data=CODE end=CODE	refuse its sender, its first recipient, its DATA, or
		its text
	drop	take it and close the connection without an answer
	lose	close the connection without an answer and without the mail
	wait	take it and do not answer before the sender has gone
The others change the mail on the way, for tests that must say no:
	forget=ADDR	strike this recipient from the envelope
	uncopy=ADDR	strike this recipient from the headers
	parent=J	let it answer the J-th mail
	retitle=TEXT	put this before its subject
	corrupt		change the first line that the patch adds
The server ends when the process TEST_PID is gone.
"""
import email
import email.policy
import glob
import json
import os
import re
import socket
import socketserver
import sys
import threading
import time

lock = threading.Lock()


class Store:
    """The folder that holds the mails."""

    def __init__(self, folder, faults):
        self.folder = folder
        self.faults = faults
        self.begun = 0
        self.nr = len(glob.glob(os.path.join(folder, "[0-9]*.json")))

    def path(self, name):
        return os.path.join(self.folder, name)

    def discard(self, name):
        """Delete one of its files."""
        if not name or os.path.basename(name) != name:
            raise ValueError(f"no file of the store: {name!r}")
        os.unlink(self.path(name))

    def log(self, words):
        with lock, open(self.path("log"), "a", encoding="utf-8") as f:
            f.write(words + "\n")

    def begin(self):
        """The number of a new mail, and its faults."""
        with lock:
            self.begun += 1
            return self.begun, self.faults.pop(self.begun, {})

    def put(self, name, text):
        with open(self.path(name + ".new"), "w", encoding="utf-8") as f:
            f.write(text)
        os.rename(self.path(name + ".new"), self.path(name))

    def keep(self, mail):
        with lock:
            self.nr += 1
            name = "%04d.json" % self.nr
            self.put(name, json.dumps(mail))
            body = re.sub(r"(?m)^(>*From )", r">\1", mail["data"])
            with open(self.path("mbox"), "ab") as f:
                f.write(b"From mail@localhost Thu Jan  1 00:00:00 1970\n")
                f.write(body.encode("latin-1") + b"\n")
        return name

    def message_id(self, nr):
        with open(self.path("%04d.json" % nr), encoding="utf-8") as f:
            return email.message_from_string(json.load(f)["data"])["Message-Id"].strip()


def without(header, addr):
    """A list of addresses without one of them, however it is folded."""
    return ", ".join(a.strip() for a in re.split(r",(?=\s)", header) if addr not in a)


def tamper(store, mail, faults):
    """Change a mail on the way, as its faults say."""
    if "forget" in faults:
        assert faults["forget"] in mail["to"], "nobody to forget"
        mail["to"].remove(faults["forget"])
    head, body = mail["data"].split("\n\n", 1)
    head = email.message_from_string(head + "\n\n", policy=email.policy.compat32)
    before = head.as_string()
    if "uncopy" in faults:
        for name in "To", "Cc":
            if head[name]:
                head.replace_header(name, without(head[name], faults["uncopy"]))
    if "parent" in faults:
        other = store.message_id(int(faults["parent"]))
        for name in "In-Reply-To", "References":
            head.replace_header(name, other)
    if "retitle" in faults:
        head.replace_header("Subject", faults["retitle"] + " " + head["Subject"])
    assert {"uncopy", "parent", "retitle"}.isdisjoint(faults) or head.as_string() != before
    if "corrupt" in faults:
        lines = body.split("\n")
        at = next(i for i, text in enumerate(lines) if re.match(r"\+[^+\n]*\w", text))
        lines[at] = re.sub(r"\w", "_", lines[at], count=1)
        assert lines[at] != body.split("\n")[at]
        body = "\n".join(lines)
    mail["data"] = "".join("%s: %s\n" % (name, value) for name, value in head.items()) + "\n" + body


class Session(socketserver.StreamRequestHandler):
    """One sender."""

    def answer(self, words):
        self.wfile.write(words.encode("ascii") + b"\r\n")

    def judge(self, command, key, good):
        """Answer good, or what the fault says, once; and was it good?"""
        code = self.faults.pop(key, None)
        words = "%s Not now, says the test" % code if code else good
        self.server.store.log("%d %s %s" % (self.nr, command, words.split()[0]))
        self.answer(words)
        return not code

    def receive(self):
        """The text of a mail, up to the line with a dot; None when the sender is gone."""
        lines = []
        while True:
            line = self.rfile.readline()
            if not line.endswith(b"\n"):
                return None
            line = line.rstrip(b"\r\n")
            if line == b".":
                return b"\n".join(lines + [b""]).decode("latin-1")
            lines.append(line[1:] if line.startswith(b".") else line)

    def wait(self):
        store = self.server.store
        store.put("waiting", "")
        while True:
            try:
                if self.connection.recv(1, socket.MSG_PEEK) == b"":
                    break
            except OSError:
                break
            time.sleep(0.02)
        store.discard("waiting")

    def take(self):
        """The text of a mail, what befalls it, and the answer; False to hang up."""
        store, faults = self.server.store, self.faults
        data = self.receive()
        if data is None or "lose" in faults:
            store.log("%d text lost" % self.nr)
            return False
        if "end" in faults:
            self.judge("text", "end", "250 ok")
            return True
        silent = "drop" in faults or "wait" in faults
        mail = {"from": self.sender, "to": self.to, "data": data, "answered": not silent}
        tamper(store, mail, faults)
        kept = store.keep(mail)
        if "wait" in faults:
            self.wait()
        if silent:
            store.log("%d text %s and no answer" % (self.nr, kept))
            return False
        store.log("%d text %s 250" % (self.nr, kept))
        self.answer("250 ok, " + kept)
        return True

    def command(self, line):
        """One command; False ends the session."""
        word = line.split(" ")[0].split(":")[0].upper()
        addr = re.search(r"<([^>]*)>", line)
        if word == "EHLO":
            self.wfile.write(b"250-localhost\r\n250-8BITMIME\r\n250 SIZE 10485760\r\n")
        elif word in ("HELO", "NOOP", "RSET"):
            self.to = []
            self.answer("250 ok")
        elif word == "QUIT":
            self.answer("221 bye")
            return False
        elif word == "MAIL" and addr:
            self.nr, self.faults = self.server.store.begin()
            self.sender, self.to = None, []
            if self.judge("MAIL " + addr[1], "mail", "250 ok"):
                self.sender = addr[1]
        elif word == "RCPT" and addr and self.sender:
            if self.judge("RCPT " + addr[1], "rcpt", "250 ok"):
                self.to.append(addr[1])
        elif word == "DATA" and self.to:
            if self.judge("DATA", "data", "354 go on"):
                going = self.take()
                self.sender, self.to = None, []
                return going
        else:
            self.answer("503 what?")
        return True

    def handle(self):
        self.nr, self.faults, self.sender, self.to = 0, {}, None, []
        try:
            self.answer("220 localhost a mail server of a test")
            while True:
                line = self.rfile.readline(2048)
                if not line.endswith(b"\n"):
                    break
                if not self.command(line.decode("latin-1").rstrip("\r\n")):
                    break
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    """Any number of senders at a time."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        super().handle_error(request, client_address)
        os._exit(3)


def main():
    known = "mail rcpt data end drop lose wait forget uncopy parent retitle corrupt".split()
    folder, faults = sys.argv[1], {}
    for word in sys.argv[2:]:
        nr, fault = word.split(":", 1)
        key, _, value = fault.partition("=")
        assert key in known, "unknown fault " + key
        faults.setdefault(int(nr), {})[key] = value
    os.makedirs(folder, exist_ok=True)
    with Server(("127.0.0.1", 0), Session) as server:
        server.store = Store(folder, faults)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.store.put("port", str(server.server_address[1]))
        while os.path.exists("/proc/" + os.environ["TEST_PID"]):
            time.sleep(0.1)
    os._exit(0)


if __name__ == "__main__":
    main()
