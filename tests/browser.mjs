// SPDX-License-Identifier: GPL-2.0
// What a person meets on the page of a proof, in a headless Chromium.
//
// usage: node browser.mjs MODULES PAGE [PICTURES]
//
//	MODULES	a folder with playwright-core and axe-core in node_modules (ci/browser prints one)
//	PAGE	what `treewide report --format html` printed
//	PICTURES	a folder for pictures of the page: light, dark, phone, print
//
// Prints one line of TAP for each thing that was looked at. Exit: 0 all is well, 1 something is not,
// 2 wrong use, 3 no browser.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [modules, page, pictures] = process.argv.slice(2);
if (!page) {
	console.error('usage: node browser.mjs MODULES PAGE [PICTURES]');
	process.exit(2);
}
const require = createRequire(resolve(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const url = pathToFileURL(resolve(page)).href;

let nr = 0, failed = 0;
const ok = (good, name, why = '') => {
	failed += good ? 0 : 1;
	console.log(`${good ? 'ok' : 'not ok'} ${++nr} - ${name}`);
	if (!good)
		console.log(String(why).split('\n').slice(0, 40).map((line) => '# ' + line).join('\n'));
};

const started = Date.now();
const launch = async () => {
	for (const executablePath of ['/usr/bin/chromium', '/usr/bin/chromium-browser'])
		try {
			return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
		} catch (error) {
			console.error(String(error).split('\n')[0]);
		}
	process.exit(3);
};
const browser = await launch();

// A page in a window, and all that it complains of or asks for.
const meet = async (options = {}) => {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	const met = await context.newPage();
	met.said = [];
	met.asked = [];
	met.on('console', (message) => met.said.push(message.type() + ': ' + message.text()));
	met.on('pageerror', (error) => met.said.push('error: ' + error));
	met.on('dialog', (dialog) => { met.said.push('dialog: ' + dialog.message()); dialog.dismiss(); });
	met.on('request', (request) => { if (request.url() !== url) met.asked.push(request.url()); });
	await met.goto(url);
	return met;
};
// axe is no script of the page, so the page's own policy must let it in: it comes by the debugger.
const findings = async (met) => {
	await met.evaluate(axe);
	const { violations } = await met.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
	return violations.map((finding) => finding.id + ': ' + finding.help + '\n' +
		finding.nodes.slice(0, 4).map((node) => '  ' + node.html.slice(0, 160) + '\n  ' +
			(node.any[0]?.message ?? '')).join('\n')).join('\n');
};
const shown = (met, selector) => met.locator(selector + ':visible').count();
// All parts, or of a long page those of two commits: axe takes minutes for a megabyte of patches.
const openParts = (met) => met.evaluate((most) => {
	for (const part of [...document.querySelectorAll('details.commit')].slice(0, most))
		for (const inner of [part, ...part.querySelectorAll('details')])
			inner.open = true;
	for (const part of document.querySelectorAll('main > details:not(.commit)'))
		part.open = part.textContent.length < 100000;
}, commits > 20 ? 2 : commits);
const widest = (met) => met.evaluate(() =>
	document.documentElement.scrollWidth - document.documentElement.clientWidth);

const met = await meet();
const commits = await met.locator('details.commit').count();
const rows = await met.locator('.matrix tbody tr').count();
ok(commits > 0 && commits === rows, 'each commit has a row and a part', `${commits} parts, ${rows} rows`);
ok(await met.locator('h1').count() === 1 && /\d+ (of|commits)|only commit/.test(
	await met.locator('.sentence').textContent()), 'one sentence says what came out');

// the filter
const first = await met.locator('details.commit summary').first().textContent();
await met.keyboard.press('/');
ok(await met.evaluate(() => document.activeElement.id) === 'query', 'the key / leads to the search');
const subject = await met.locator('.matrix tbody th a').last().textContent();
await met.keyboard.type(subject);
const found = await shown(met, 'details.commit');
ok(found > 0 && (found < commits || commits === 1) && found === await shown(met, '.matrix tbody tr') &&
	(await met.locator('#found').textContent()).startsWith(`${found} of ${commits} `),
	'a search leaves what has the words', `${found} of ${commits} for ${subject}`);
await met.keyboard.type(' nobody has written this');
ok(await shown(met, 'details.commit') === 0 && await shown(met, '.matrix tbody tr') === 0,
	'words that stand nowhere leave nothing');
await met.keyboard.press('Escape');
ok(await shown(met, 'details.commit') === commits && await met.inputValue('#query') === '',
	'Escape brings all of them back');
for (const verdict of ['bad', 'pass', 'skipped', 'void', 'uncovered', 'fail']) {
	await met.selectOption('#verdict', verdict);
	const words = verdict === 'bad' ? ['void', 'uncovered', 'fail'] : [verdict];
	const wanted = await met.locator(words.map((word) => `.matrix tr[data-verdicts*="|${word}|"]`).join()).count();
	if (await shown(met, 'details.commit') !== wanted || await shown(met, '.matrix tbody tr') !== wanted) {
		ok(false, 'the filter of verdicts', `${verdict}: not ${wanted}`);
		break;
	}
	if (verdict === 'fail')
		ok(true, 'the filter of verdicts');
}
await met.selectOption('#verdict', '');
for (const evidence of await met.locator('#evidence option').allTextContents()) {
	const wanted = await met.locator(`.matrix tr[data-evidence*="|${evidence}|"]`).count();
	await met.selectOption('#evidence', evidence.startsWith('any') ? '' : evidence);
	if (await shown(met, 'details.commit') !== (evidence.startsWith('any') ? commits : wanted)) {
		ok(false, 'the filter of evidence', `${evidence}: not ${wanted}`);
		break;
	}
}
await met.selectOption('#evidence', '');

// by the keyboard alone
await met.locator('.matrix td.mark a').last().focus();
await met.keyboard.press('Enter');
await met.waitForFunction(() => location.hash.startsWith('#c'));
const place = await met.evaluate(() => location.hash);
ok(await met.locator(place).evaluate((part) => part.open), 'a cell of the table opens its commit', place);
ok(await met.evaluate((hash) => document.querySelector(hash).contains(document.activeElement), place),
	'and the keyboard goes on there');
await met.keyboard.press('Enter');
ok(!await met.locator(place).evaluate((part) => part.open), 'which closes it, too');
await met.click('#open');
ok(await shown(met, 'details.commit[open]') === commits, 'all are opened');
ok(await met.evaluate(() => [...document.querySelectorAll('.wide, pre')].every((part) =>
	part.tabIndex === 0 || !part.checkVisibility())), 'what scrolls can be moved by keys');
const signs = await met.evaluate(() => {
	const of = {};
	for (const by of document.querySelectorAll('.by')) {
		const style = getComputedStyle(by);
		of[by.className] ??= by.firstElementChild.textContent + style.borderBottomStyle + style.borderBottomWidth;
	}
	return Object.values(of);
});
ok(signs.length > 1 && new Set(signs).size === signs.length, 'kinds of evidence differ without colour', signs.join('\n'));

// what strangers wrote
ok(await met.evaluate(() => document.scripts.length === 1 && !document.querySelector(
	'main img, main iframe, main object, main link, main form, main base, [onclick], [onerror], [style]') &&
	!window.pwned), 'nothing on the page is an element that somebody else wrote');
const refused = await met.evaluate(() => {
	const script = document.createElement('script');
	script.textContent = 'window.pwned = 1';
	document.body.append(script);
	return !window.pwned;
});
ok(refused, 'a script without the word of the page is not run');
met.said = met.said.filter((line) => !/Content Security Policy/.test(line));
for (const colorScheme of commits > 20 && !pictures ? ['light'] : ['light', 'dark']) {
	const looked = await meet({ colorScheme });
	await openParts(looked);
	const found = await findings(looked);
	ok(!found, `axe has nothing to say of it, ${colorScheme}`, found);
	met.said.push(...looked.said);
	met.asked.push(...looked.asked);
	if (pictures) {
		await looked.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = false; });
		await looked.screenshot({ path: `${pictures}/${colorScheme}.png` });
		await looked.evaluate(() => document.querySelector('details.commit').open = true);
		await looked.screenshot({ path: `${pictures}/${colorScheme}-whole.png`, fullPage: true });
	}
	await looked.context().close();
}
const phone = await meet({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
await phone.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
ok(await widest(phone) <= 0, 'nothing is wider than a phone', await widest(phone));
if (pictures) {
	await phone.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = false; });
	await phone.screenshot({ path: `${pictures}/phone.png` });
	await phone.evaluate(() => document.querySelector('details.commit').open = true);
	await phone.locator('details.commit').first().scrollIntoViewIfNeeded();
	await phone.screenshot({ path: `${pictures}/phone-commit.png` });
}
met.said.push(...phone.said);
met.asked.push(...phone.asked);

const plain = await meet({ javaScriptEnabled: false });
ok(await plain.locator('#filter').isHidden() && await plain.locator('.matrix tbody tr').count() === rows,
	'without a script all of it is there, and no field that does nothing');
if (commits <= 20) {
	const pdf = await met.pdf({ path: pictures && `${pictures}/print.pdf`, preferCSSPageSize: true });
	ok(pdf.length > 1000, 'it can be printed');
}
ok(!met.said.length, 'the browser has nothing to complain of', met.said.join('\n'));
ok(!met.asked.length, 'it asks nobody for anything', met.asked.join('\n'));
await browser.close();
console.log(`# ${((Date.now() - started) / 1000).toFixed(1)} s`);
console.log(`1..${nr}`);
process.exit(failed ? 1 : 0);
