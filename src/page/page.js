/* The script of the page: it filters the commits, and opens what a link leads to. Without it everything
 * can be read. src/page/assets.c writes it into each page. */
(() => {
	'use strict';

	const one = (id) => document.getElementById(id);
	const all = (selector) => [...document.querySelectorAll(selector)];
	const form = one('filter'), query = one('query'), verdict = one('verdict'), evidence = one('evidence');
	const parts = all('details.commit'), rows = all('tr[data-nr]');
	const texts = new Map();
	const bad = ['fail', 'uncovered', 'void'];

	// What a person may look for in a commit: all that is shown of it.
	const textOf = (part) => {
		if (!texts.has(part))
			texts.set(part, part.textContent.toLowerCase());
		return texts.get(part);
	};
	const has = (part, key, word) => part.dataset[key].includes('|' + word + '|');
	const fits = (part) =>
		query.value.toLowerCase().split(/\s+/).every((word) => textOf(part).includes(word)) &&
		(!verdict.value || (verdict.value === 'bad' ? bad.some((word) => has(part, 'verdicts', word)) :
			has(part, 'verdicts', verdict.value))) &&
		(!evidence.value || has(part, 'evidence', evidence.value));

	const filter = () => {
		const shown = new Set();

		for (const part of parts) {
			part.hidden = !fits(part);
			if (!part.hidden)
				shown.add(part.dataset.nr);
		}
		for (const row of rows)
			row.hidden = !shown.has(row.dataset.nr);
		one('found').textContent = shown.size + ' of ' + parts.length +
			(parts.length === 1 ? ' commit' : ' commits');
	};

	// What is hidden by the filter, or stands in a part that is closed, is no place to lead to.
	const open = () => {
		const place = location.hash && one(location.hash.slice(1));

		if (!place)
			return;
		if (place.hidden) {
			form.reset();
			filter();
		}
		for (let part = place; part; part = part.parentElement)
			if (part.tagName === 'DETAILS')
				part.open = true;
		place.scrollIntoView();
		place.querySelector('summary')?.focus({ preventScroll: true });
	};

	const press = (event) => {
		const typing = ['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName);

		if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
			event.preventDefault();
			query.focus();
		} else if (event.key === 'Escape' && event.target === query) {
			query.value = '';
			filter();
		}
	};

	const openAll = () => {
		const shown = parts.filter((part) => !part.hidden), closed = shown.some((part) => !part.open);

		for (const part of shown)
			part.open = closed;
		one('open').textContent = closed ? 'Close all' : 'Open all';
	};

	// On paper nothing can be opened.
	let before = [];
	const print = () => {
		before = parts.filter((part) => !part.open && !part.hidden);
		for (const part of before)
			part.open = true;
	};
	const printed = () => {
		for (const part of before)
			part.open = false;
	};

	form.hidden = false;
	form.addEventListener('submit', (event) => event.preventDefault());
	for (const field of [query, verdict, evidence])
		field.addEventListener('input', filter);
	one('open').addEventListener('click', openAll);
	document.addEventListener('keydown', press);
	addEventListener('hashchange', open);
	addEventListener('beforeprint', print);
	addEventListener('afterprint', printed);
	filter();
	open();
})();
