// SPDX-License-Identifier: GPL-2.0
/* Compares what a message says of other patches with its place in the series. */
#include "msg/tense.h"

#include "lib/lib.h"
#include "msg/prose.h"
#include "msg/sentence.h"

enum where { NOWHERE, BEFORE, HERE, AFTER };

/* One mention of other patches: the words from @from to before @to. */
struct mention {
	size_t from, to;
	enum where where;
	unsigned nr;		/* of the patch; 0: some */
	bool one;		/* singular, and told by its place: "the next patch" */
};

static const char *const future[] = { "will", "would", "shall", "going to", "about to", NULL };
static const char *const completed[] = {
	"no longer", "any longer", "any more", "anymore", "from now on", "now that", NULL
};
static const char *const ended[] = {
	"used to", "stopped", "ceased", "since commit", "after the previous", "lost its",
	"is gone", "are gone", NULL
};
static const char *const changed[] = {
	"removed", "dropped", "changed", "taken", "retired", "deprecated", "replaced", "deleted",
	"killed", "modified", "reworked", "moved", "renamed", "disabled", "turned", "fixed",
	"ended", "stripped", "split", "reduced", "limited", "restricted", "adjusted", "updated",
	"decoupled", "separated", "cleaned", "gone", "stopped", NULL
};

static const char *const past[] = { "has", "have", "had", "was", "were", "already", "did",
				    "took", "made", "gave", "got", "broke", "brought", "went",
				    "began", "became", "kept", "built", "wrote", "held", NULL };
static const char *const articles[] = { "the", "a", "an", "this", "our", "these", "all", "any",
					"some", NULL };

static bool is_word_of(const struct sentence *sentence, size_t at, const char *const *words)
{
	return at < sentence->nr && is_one_of(sentence->v[at].text, words);
}

static bool is_number(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 6;
}

static unsigned index_of(const char *const *words, const char *text)
{
	for (unsigned i = 0; words[i]; i++)
		if (!strcmp(words[i], text))
			return i + 1;
	return 0;
}

static unsigned count_of(const char *text)
{
	unsigned word = index_of(TEXTS("one", "two", "three", "four", "five", "six"), text);

	return is_number(text) ? (unsigned)atoi(text) : word;
}

static void add_fault(struct faults *faults, const struct sentence *sentence, size_t from,
		      size_t to, const char *why)
{
	char *words = NULL;
	FILE *out = xmemstream(&words, NULL);

	for (size_t i = from; i < to && i < sentence->nr; i++)
		fprintf(out, "%s%s", i > from ? " " : "", sentence->v[i].text);
	fclose(out);
	faults_add(faults, "tense", sentence->v[from].line, "\"%s\": %s", words, why);
	free(words);
}

/* "patch 3", "patches 3 to 5", "patch 3/37": are there such? */
static bool read_numbers(struct faults *faults, const struct sentence *sentence,
			 struct mention *mention, const struct position *position)
{
	const char *text = mention->to < sentence->nr ? sentence->v[mention->to].text : "";
	char *end;

	text += *text == '#';
	if (!isdigit((unsigned char)*text) || sentence->v[mention->to - 1].stop)
		return false;
	unsigned long nr = strtoul(text, &end, 10);
	unsigned long total = *end == '/' || *end == '-' ? strtoul(end + 1, &end, 10) : 0;
	if (*end)
		return false;
	if (strchr(text, '-') && total) { /* 2-36 */
		nr = nr <= position->total ? total : nr;
		total = 0;
	}
	mention->to++;
	mention->nr = (unsigned)nr;
	mention->where = nr < position->nr ? BEFORE : nr > position->nr ? AFTER : HERE;
	if (is_word_of(sentence, mention->to, TEXTS("to", "through", "and")) &&
	    mention->to + 1 < sentence->nr && is_number(sentence->v[mention->to + 1].text)) {
		unsigned long last = strtoul(sentence->v[mention->to + 1].text, NULL, 10);

		mention->to += 2;
		mention->where = last < position->nr ? BEFORE :
				 nr > position->nr   ? AFTER :
						       NOWHERE;
		nr = last > nr ? last : nr;
	}
	if ((total && total != position->total) || nr > position->total || (!nr && !total)) {
		char *why CLEANUP(free_text) = xasprintf("the series has %u patch%s",
							 position->total,
							 plural(position->total, "es"));

		add_fault(faults, sentence, mention->from, mention->to, why);
		mention->where = NOWHERE;
	} else if (!nr) {
		mention->where = NOWHERE; /* 0/N is the cover letter */
	}
	return true;
}

/* "first", "second" ... counted from the beginning, @many at once. */
static void place_of_later(struct mention *mention, const struct position *position, unsigned from,
			   unsigned to)
{
	mention->nr = from;
	mention->where = to < position->nr   ? BEFORE :
			 from > position->nr ? AFTER :
			 from == to	     ? HERE :
					       NOWHERE;
}

/* The words before "patch": which one is meant? @at: that of "patch". */
static bool read_words(const struct sentence *sentence, size_t at, struct mention *mention,
		       const struct position *position)
{
	bool several = sentence->v[at].text[strlen(sentence->v[at].text) - 1] == 's';
	bool commit = sentence->v[at].text[0] == 'c';
	bool exact = true;
	unsigned many = 1;

	for (size_t back = 1; back <= 3 && back <= at && !sentence->v[at - back].stop; back++) {
		const char *text = sentence->v[at - back].text;
		unsigned nr = index_of(TEXTS("first", "second", "third", "fourth", "fifth", "sixth",
					    "seventh", "eighth", "ninth", "tenth"), text);

		mention->from = at - back;
		if (!commit && exact && nr) {
			place_of_later(mention, position, nr, nr + many - 1);
			return true;
		}
		if (!commit && exact && index_of(TEXTS("last", "final"), text)) {
			unsigned first = many < position->total ? position->total - many + 1 : 1;

			place_of_later(mention, position, first, position->total);
			return true;
		}
		mention->one = !several && exact;
		if (index_of(TEXTS("previous", "preceding"), text) ||
		    (!commit && index_of(TEXTS("prior", "earlier"), text))) {
			mention->where = BEFORE;
			mention->one = mention->one && strcmp(text, "earlier");
			return true;
		}
		if (index_of(TEXTS("next", "following", "subsequent"), text) ||
		    (!commit && !strcmp(text, "later"))) {
			mention->where = AFTER;
			mention->one = mention->one && strcmp(text, "later");
			return true;
		}
		if (count_of(text))
			many = count_of(text);
		else
			exact = false;
	}
	return false;
}

/* Is there one at @at? Says at once what does not exist. */
static bool read_mention(struct faults *faults, const struct sentence *sentence, size_t at,
			 struct mention *mention, const struct position *position)
{
	static const char *const ends[] = { "series ends with", "series ends by",
					    "series ends when", NULL };

	*mention = (struct mention){ .from = at, .to = at + 1 };
	for (size_t i = 0; ends[i]; i++)
		if (sentence_at(sentence, at, ends[i])) {
			mention->to = at + 2;
			place_of_later(mention, position, position->total, position->total);
			return position->nr > 0;
		}
	if (!is_word_of(sentence, at, TEXTS("patch", "patches", "commit", "commits")))
		return false;
	if (sentence->v[at].text[0] == 'p' &&
	    read_numbers(faults, sentence, mention, position))
		return position->nr > 0 && mention->where != NOWHERE;
	if (!position->nr || !read_words(sentence, at, mention, position))
		return false;
	if (mention->nr > position->total)
		add_fault(faults, sentence, mention->from, mention->to,
			  "the series has fewer patches");
	else if (!mention->nr && mention->where == BEFORE && position->nr == 1)
		add_fault(faults, sentence, mention->from, mention->to,
			  "no patch stands before the first one");
	else if (!mention->nr && mention->where == AFTER && position->nr == position->total)
		add_fault(faults, sentence, mention->from, mention->to,
			  "no patch follows the last one");
	else if (position->shared && mention->one)
		add_fault(faults, sentence, mention->from, mention->to,
			  "several patches have this text; it is another patch for each of them");
	else
		return true;
	return false;
}

/* Behind "the last patch": "of this series". */
static size_t skip_series(const struct sentence *sentence, size_t at)
{
	if (is_word_of(sentence, at, TEXTS("of", "in")) &&
	    is_word_of(sentence, at + 1, TEXTS("this", "the")) &&
	    is_word_of(sentence, at + 2, TEXTS("series", "set", "patchset")))
		return at + 3;
	return at;
}

static bool is_past_verb(const struct sentence *sentence, size_t at)
{
	const char *text = sentence->v[at].text;
	size_t len = strlen(text);

	if (is_word_of(sentence, at, past))
		return true;
	return len > 3 && !strcmp(text + len - 2, "ed") &&
	       !is_word_of(sentence, at, TEXTS("need", "named", "called", "indeed", "based")) &&
	       !is_word_of(sentence, at + 1, TEXTS("by", "on", "as", "above", "below"));
}

/* The index of the word before "the last patch", articles left out; @nr: none. */
static size_t word_before(const struct sentence *sentence, size_t from)
{
	while (from && is_word_of(sentence, from - 1, articles))
		from--;
	return from && !sentence->v[from - 1].stop ? from - 1 : sentence->nr;
}

/* Does one of @words stand in the six words before @at, within the clause? */
static bool is_before(const struct sentence *sentence, size_t at, const char *const *words)
{
	for (size_t back = 1; back <= 6 && back <= at && !sentence->v[at - back].stop; back++)
		if (is_word_of(sentence, at - back, words))
			return true;
	return false;
}

/* Why a later patch that is mentioned is spoken of as done; NULL when it is not. @named:
 * it is spoken of as one that comes. */
static const char *judge_later(const struct sentence *sentence, const struct mention *mention,
			       bool *named)
{
	size_t behind = skip_series(sentence, mention->to), before;
	bool stop = sentence->v[behind - 1].stop, ahead = sentence_has(sentence, future);
	bool awaits;

	before = word_before(sentence, mention->from);
	if (!stop && behind < sentence->nr && is_past_verb(sentence, behind))
		return "this patch comes later and is spoken of as done";
	if (is_word_of(sentence, before, TEXTS("since", "to")) &&
	    (!strcmp(sentence->v[before].text, "since") ||
	     is_before(sentence, before, TEXTS("due", "thanks"))))
		return "this patch comes later and is spoken of as done";
	if (sentence_has(sentence, TEXTS("now that")) && !ahead)
		return "this patch comes later, and \"now that\" says it is done";
	if (is_word_of(sentence, before, TEXTS("by", "in")) && !ahead &&
	    is_before(sentence, before, TEXTS("was", "were", "been", "already", "now")))
		return "this patch comes later and is spoken of as done";
	awaits = is_word_of(sentence, before, TEXTS("after", "once", "when", "with", "until",
						    "till",
						"before", "if", "unless", "at", "from"));
	*named =
		ahead || awaits || (before == sentence->nr && behind < sentence->nr) ||
		(behind < sentence->nr && !stop &&
		 !is_word_of(sentence, before, TEXTS("by", "in", "see", "of", "to", "for",
						     "like")));
	if (ahead || is_word_of(sentence, before, TEXTS("until", "till", "before")))
		return NULL;
	if (sentence_has(sentence, TEXTS("already")))
		return "this patch comes later, and \"already\" says it is done";
	if (sentence_has(sentence, TEXTS("now")))
		return "this patch comes later, and \"now\" says it is done";
	if (!*named && sentence_has(sentence, completed))
		return "this patch comes later and is spoken of as done";
	return NULL;
}

/* The same for an earlier one that is spoken of as to come. */
static const char *judge_earlier(const struct sentence *sentence, const struct mention *mention)
{
	size_t behind = skip_series(sentence, mention->to);
	size_t before = word_before(sentence, mention->from);
	static const char *const coming[] = { "will", "shall", "is going to", "are going to",
					      "is about to", "are about to", "is to", "are to",
					      NULL };

	for (size_t i = 0; coming[i] && !sentence->v[behind - 1].stop; i++)
		if (sentence_at(sentence, behind, coming[i]))
			return "this patch came earlier and is spoken of as to come";
	if (is_word_of(sentence, before, TEXTS("by", "in", "with")) &&
	    is_before(sentence, before, TEXTS("will", "shall", "going")))
		return "this patch came earlier and is spoken of as to come";
	return NULL;
}

static bool is_same_name(const char *word, const char *name)
{
	size_t len = strcspn(name, "(");

	return len && !strncasecmp(word, name, len) && (!word[len] || !strcmp(word + len, "()"));
}

/* Where a name of @later stands in the sentence, from @from on. */
static size_t find_name(const struct sentence *sentence, size_t from, const struct later *later)
{
	for (size_t at = from; at < sentence->nr; at++)
		FOR_EACH(name, &later->names)
			if (is_same_name(sentence->v[at].text, *name))
				return at;
	return sentence->nr;
}

/* The mark of a completed change, in a sentence that is about the word @name. */
static size_t find_mark(const struct sentence *sentence, size_t name)
{
	size_t at = sentence_find(sentence, 0, completed, NULL);

	if (at < sentence->nr)
		return at;
	at = sentence_find(sentence, 0, ended, NULL);
	if (at < sentence->nr)
		return at;
	for (at = 1; at < sentence->nr; at++)
		if (is_word_of(sentence, at - 1, TEXTS("been", "was", "were", "has", "have")) &&
		    is_word_of(sentence, at, changed))
			return at - 1;
	for (at = name; at < sentence->nr && at <= name + 2; at++)
		if (is_word_of(sentence, at, TEXTS("now")))
			return at;
	return name && is_word_of(sentence, name - 1, TEXTS("now")) ? name - 1 : sentence->nr;
}

/* "will no longer", "once f() no longer" */
static bool is_to_come(const struct sentence *sentence, size_t name, size_t mark)
{
	return sentence_find(sentence, 0, future, NULL) < mark ||
	       sentence_find(sentence, 0, TEXTS("if", "once", "until", "unless"), NULL) <
		       (name < mark ? name : mark);
}

static void judge_names(struct faults *faults, const struct sentence *sentence,
			const struct position *position)
{
	FOR_EACH(later, position->laters) {
		size_t name = find_name(sentence, 0, later), mark;

		if (later->nr <= position->nr || name == sentence->nr)
			continue;
		mark = find_mark(sentence, name);
		if (mark == sentence->nr || is_to_come(sentence, name, mark))
			continue;
		faults_add(faults, "tense", sentence->v[mark].line,
			   "\"%s\" with \"%s%s%s\": that is what patch %u does, and it comes later",
			   sentence->v[name].text, sentence->v[mark].text,
			   mark + 1 < sentence->nr ? " " : "",
			   mark + 1 < sentence->nr ? sentence->v[mark + 1].text : "", later->nr);
		return;
	}
}

static void judge_sentence(struct faults *faults, const struct sentence *sentence,
			   const struct position *position)
{
	bool excused = false;
	struct mention mention;

	for (size_t at = 0; at < sentence->nr; at++) {
		const char *why = NULL;
		bool named = false;

		if (!read_mention(faults, sentence, at, &mention, position))
			continue;
		if (mention.where == AFTER)
			why = judge_later(sentence, &mention, &named);
		else if (mention.where == BEFORE)
			why = judge_earlier(sentence, &mention);
		if (why) {
			add_fault(faults, sentence, mention.from, mention.to, why);
			return;
		}
		excused = excused || named;
		at = mention.to - 1;
	}
	if (!excused && position->nr && position->laters)
		judge_names(faults, sentence, position);
}

void tense_names(struct strlist *names, const char *subject)
{
	for (const char *at = strstr(subject, "()"); at; at = strstr(at + 2, "()")) {
		const char *start = at;

		while (start > subject && is_name_char(start[-1]))
			start--;
		if (start == at)
			continue;
		char *name = xstrndup(start, (size_t)(at - start));
		strlist_add_once(names, name);
		free(name);
	}
}

void tense_find(struct faults *faults, const char *body, const struct position *position)
{
	struct sentences sentences CLEANUP(sentences_release) = { 0 };

	sentences_find(&sentences, body);
	FOR_EACH(sentence, &sentences)
		judge_sentence(faults, sentence, position);
}

void laters_release(struct laters *laters)
{
	FOR_EACH(later, laters)
		strlist_release(&later->names);
	LIST_RELEASE(laters);
}
