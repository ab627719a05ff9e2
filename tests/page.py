# SPDX-License-Identifier: GPL-2.0
"""Is a page whole, does it ask nobody for anything, and what text does it show?

usage: page.py [--plain] FILE     prints the text of the page, one piece a line
	--plain	it has neither a script nor a policy, and may lead to files beside it

Exit: 0; 1 a tag is left open, an element or attribute is none of those that a page needs, it names
something outside of itself, or a script or style is not the one that its own policy allows.
"""
import re
import sys
from html.parser import HTMLParser

VOID = {'meta', 'br', 'input'}
ELEMENTS = VOID | set("""html head title style script body header main h1 h2 h3 p code pre ins del
    b span table thead tbody tr th td div a details summary ul li form label select option button
    output svg defs pattern rect path circle""".split())
ATTRIBUTES = set("""lang charset name content http-equiv class id href title nonce scope colspan
    role tabindex aria-label aria-hidden hidden for type value placeholder autocomplete data-nr
    data-verdicts data-evidence width height x d cx cy r fill viewbox patternunits""".split())


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.faults = [], set(), [], []
        self.policy, self.scripts = '', 0

    def handle_starttag(self, tag, attributes):
        if tag not in ELEMENTS:
            self.faults.append('element ' + tag)
        given = dict(attributes)
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.faults.append('attribute %s of %s' % (name, tag))
            if name == 'id':
                self.ids.add(value)
            if name == 'href':
                self.links.append(value)
            if name == 'fill':
                self.links.append(re.fullmatch(r'url\((.*)\)', value)[1])
            if name == 'title':
                print('title: ' + value)
        if given.get('http-equiv') == 'Content-Security-Policy':
            self.policy = given['content']
        if plain and tag == 'script':
            self.faults.append('a script')
        if not plain and tag in ('script', 'style') and \
                "%s-src 'nonce-%s'" % (tag, given.get('nonce')) not in self.policy:
            self.faults.append('a %s that the policy does not allow' % tag)
        self.scripts += tag == 'script'
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append('end of ' + tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == 'style':
            if '@import' in data or 'url(' in data:
                self.faults.append('the style names something outside')
        elif self.open and self.open[-1] == 'script':
            if re.search(r'\bfetch\b|XMLHttpRequest|import\(|innerHTML|eval|https?:', data):
                self.faults.append('the script asks somebody, or writes markup')
        elif data.strip():
            for line in data.split('\n') if 'pre' in self.open else [data]:
                print(' '.join(line.split()))


plain = sys.argv[1] == '--plain'
page = Page()
with open(sys.argv[-1], encoding='utf-8') as file:
    page.feed(file.read())
page.close()
page.faults += ['left open: ' + tag for tag in page.open]
page.faults += ['link to ' + link for link in page.links
                if not (link[0] == '#' and link[1:] in page.ids)
                and not (plain and not re.search('//|:|#', link))]
strict = page.policy.startswith("default-src 'none'; ") and 'unsafe' not in page.policy
if not plain and not (strict and page.scripts == 1):
    page.faults.append('its policy lets others in: ' + page.policy)
print('\n'.join(page.faults), file=sys.stderr)
sys.exit(1 if page.faults else 0)
