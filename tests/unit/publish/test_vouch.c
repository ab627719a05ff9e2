// SPDX-License-Identifier: GPL-2.0
/* What a proof vouches for in trailers. */
#include "world.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "publish/vouch.h"

#define CHECK(check, target, verdict) \
	"{\"check\": \"" check "\", \"target\": \"" target "\", \"verdict\": \"" verdict "\", " \
	"\"evidence\": \"checked\", \"detail\": \"d\"}"
#define COMMIT(checks) "{\"checks\": [" checks "]}"
#define OBJECTS(verdict) CHECK("objects", "t", verdict)
#define END " (treewide " TREEWIDE_VERSION ")\n"

static void assert_vouched(const char *commits, const char *wanted)
{
	char *json CLEANUP(free_text) = xasprintf("{\"commits\": [%s]}", commits);
	json_t *proof CLEANUP(free_json) = json_loads(json, 0, NULL);
	char *text CLEANUP(free_text) = vouch_text(proof);

	assert_non_null(proof);
	assert_string_equal(text, wanted);
}

static void commits_whose_objects_pass_are_counted(void **state)
{
	assert_vouched("", "");
	assert_vouched(COMMIT(OBJECTS("pass")), "Compile-tested: t, 1 of 1 commit" END);
	/* one that changes no object counts for nothing, and keeps nothing back */
	assert_vouched(COMMIT(OBJECTS("pass")) "," COMMIT(CHECK("message", "", "fail")),
		       "Compile-tested: t, 1 of 2 commits" END);
	assert_vouched(COMMIT(CHECK("message", "", "pass")), "");
	assert_vouched(COMMIT(CHECK("symbols", "t", "pass")), "");
}

static void a_verdict_that_speaks_against_it_keeps_a_target_back(void **state)
{
	assert_vouched(COMMIT(OBJECTS("pass")) "," COMMIT(OBJECTS("fail")), "");
	assert_vouched(COMMIT(OBJECTS("pass") "," CHECK("symbols", "t", "uncovered")), "");
	assert_vouched(COMMIT(OBJECTS("pass")) "," COMMIT(OBJECTS("void")), "");
	assert_vouched(COMMIT(OBJECTS("pass") "," CHECK("kbuild", "t", "skipped")),
		       "Compile-tested: t, 1 of 1 commit" END);
	assert_vouched(COMMIT(OBJECTS("fail") "," CHECK("objects", "u", "pass")),
		       "Compile-tested: u, 1 of 1 commit" END);
}

static void only_where_all_was_made_is_it_a_build(void **state)
{
	assert_vouched(COMMIT(OBJECTS("pass") "," CHECK("build", "t", "pass")),
		       "Build-tested: t, 1 of 1 commit" END);
	assert_vouched(COMMIT(CHECK("build", "t", "pass")) "," COMMIT(OBJECTS("pass")),
		       "Compile-tested: t, 2 of 2 commits" END);
}

RUN_TESTS(
	TEST(commits_whose_objects_pass_are_counted),
	TEST(a_verdict_that_speaks_against_it_keeps_a_target_back),
	TEST(only_where_all_was_made_is_it_a_build),
)
