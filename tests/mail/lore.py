# SPDX-License-Identifier: GPL-2.0
"""A list archive on 127.0.0.1 as b4 knows it from lore: a mailbox, searched and read over HTTP.

usage: python3 -I -S lore.py DIR MBOX

DIR/port	where it listens; written when the server is ready
DIR/log		one line per request: the method, the path, the answer
MBOX		read anew for every request

POST /all/?q="PHRASE"		all mails, if one of them holds the phrase
GET  /all/MESSAGE-ID/t.mbox.gz	all mails, if one of them has this id
Both answer a gzipped mbox, or 404. The server ends when the process TEST_PID is gone.
"""
import gzip
import http.server
import os
import sys
import threading
import time
import urllib.parse


class Archive(http.server.BaseHTTPRequestHandler):
    """One request."""

    def reply(self, wanted):
        with open(self.server.mbox, "rb") as f:
            mails = f.read()
        found = wanted and wanted.encode() in mails
        body = gzip.compress(mails) if found else b""
        with open(self.server.log, "a", encoding="utf-8") as f:
            f.write("%s %s %s\n" % (self.command, self.path, 200 if found else 404))
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        self.reply(query.get("q", [""])[0].strip('"'))

    def do_GET(self):
        parts = self.path.split("/")
        thread = len(parts) == 4 and parts[3] == "t.mbox.gz"
        self.reply("<%s>" % urllib.parse.unquote_plus(parts[2]) if thread else "")

    def log_message(self, *args):
        pass


def main():
    folder, mbox = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Archive)
    server.mbox, server.log = mbox, os.path.join(folder, "log")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = os.path.join(folder, "port")
    with open(port + ".new", "w", encoding="utf-8") as f:
        f.write(str(server.server_address[1]))
    os.rename(port + ".new", port)
    while os.path.exists("/proc/" + os.environ["TEST_PID"]):
        time.sleep(0.1)
    os._exit(0)


if __name__ == "__main__":
    main()
