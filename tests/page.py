# SPDX-License-Identifier: GPL-2.0
"""Is a page whole, does it ask nobody for anything, and what text does it show?

usage: page.py FILE     prints the text of the page, one piece a line

Exit: 0; 1 a tag is left open, an element or attribute is none of those that a page needs, or it
names something outside of itself.
"""
import sys
from html.parser import HTMLParser

VOID = {'meta', 'br'}
ELEMENTS = VOID | {'html', 'head', 'title', 'style', 'body', 'h1', 'h2', 'p', 'code', 'span',
                   'table', 'tr', 'th', 'td', 'div', 'a', 'details', 'summary', 'ul', 'li'}
ATTRIBUTES = {'lang', 'charset', 'name', 'content', 'http-equiv', 'class', 'id', 'href', 'title'}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.faults = [], set(), [], []

    def handle_starttag(self, tag, attributes):
        if tag not in ELEMENTS:
            self.faults.append('element ' + tag)
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.faults.append('attribute %s of %s' % (name, tag))
            if name == 'id':
                self.ids.add(value)
            if name == 'href':
                self.links.append(value)
            if name == 'title':
                print('title: ' + value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append('end of ' + tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == 'style':
            if '@import' in data or 'url(' in data:
                self.faults.append('the style names something outside')
        elif data.strip():
            print(' '.join(data.split()))


page = Page()
with open(sys.argv[1], encoding='utf-8') as file:
    page.feed(file.read())
page.close()
page.faults += ['left open: ' + tag for tag in page.open]
page.faults += ['link to ' + link for link in page.links
                if not (link[0] == '#' and link[1:] in page.ids)
                and ('//' in link or link[0] == '#' or ':' in link)]
print('\n'.join(page.faults), file=sys.stderr)
sys.exit(1 if page.faults else 0)
