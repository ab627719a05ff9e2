// SPDX-License-Identifier: GPL-2.0
/* Writes the verdicts of a proof as notes of git. */
#include "publish/notes.h"

#include "git/base.h"
#include "lib/json.h"
#include "lib/lib.h"

DEFINE_CLEANUP(free_note, git_note *, git_note_free)

/* The text of the note on one commit; owned by the caller. */
static char *note_text(const json_t *proof, const json_t *commit)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "treewide %s, on %.12s:\n", TREEWIDE_VERSION, json_field(proof, "base"));
	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		const char *target = json_field(check, "target");
		const char *evidence = json_field(check, "evidence");

		fprintf(out, "  %-9s %-11s %s%s%s%s%s\n", json_field(check, "verdict"),
			json_field(check, "check"), evidence, *evidence && *target ? " " : "",
			target, *target || *evidence ? ": " : "", json_field(check, "detail"));
	}
	fclose(out);
	return text;
}

/* Does the note on this commit say so already? */
static bool says_already(git_repository *repo, const git_oid *commit, const char *text)
{
	git_note *note CLEANUP(free_note) = NULL;

	return git_note_read(&note, repo, NOTES_REF, commit) == 0 &&
	       !strcmp(git_note_message(note), text);
}

static int write_note(const struct base *base, const git_signature *me, const git_oid *commit,
		      const char *text)
{
	git_oid note;

	if (git_note_create(&note, base->repo, NOTES_REF, me, me, commit, text, 1) < 0)
		return fail_git("cannot write to " NOTES_REF);
	return 0;
}

int notes_write(const struct base *base, const json_t *proof, size_t *written)
{
	git_signature *me CLEANUP(free_signature) = NULL;

	*written = 0;
	if (git_signature_default(&me, base->repo) < 0)
		return fail_usage("git does not know who writes the notes: set user.name and "
				  "user.email");
	FOR_EACH_JSON(commit, json_object_get(proof, "commits")) {
		char *text CLEANUP(free_text) = note_text(proof, commit);
		git_oid id;

		if (git_oid_fromstr(&id, json_field(commit, "commit")) < 0)
			return fail_git("the proof names a commit by no id");
		if (says_already(base->repo, &id, text))
			continue;
		if (write_note(base, me, &id, text) < 0)
			return -1;
		(*written)++;
	}
	return 0;
}
