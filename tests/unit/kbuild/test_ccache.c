// SPDX-License-Identifier: GPL-2.0
/* The faults of a store are counted, and nothing is set where there is none. */
#include "world.h"

#include "kbuild/ccache.h"
#include "lib/state.h"

static void faults_are_added_up(void **state)
{
	assert_int_equal(ccache_count_faults("cache_miss\t9\nremote_storage_error\t2\n"
					     "remote_storage_hit\t7\nremote_storage_timeout\t3\n"),
			 5);
	assert_int_equal(ccache_count_faults("remote_storage_error\t0\n"), 0);
	assert_int_equal(ccache_count_faults("cache_miss\t9\n"), -1);
	assert_int_equal(ccache_count_faults(""), -1);
}

static void without_a_store_nothing_is_set(void **state)
{
	struct state here = { .dir = (char *)"/state" };
	struct strlist env CLEANUP(strlist_release) = { 0 };

	unsetenv("CCACHE_REMOTE_STORAGE");
	ccache_environment(&here, &env);
	assert_int_equal(ccache_faults(&here), -1);
	setenv("CCACHE_REMOTE_STORAGE", "", 1);
	ccache_environment(&here, &env);
	assert_list(&env, "");
	setenv("CCACHE_REMOTE_STORAGE", "redis://localhost", 1);
	ccache_environment(&here, &env);
	assert_list(&env, "CCACHE_BASEDIR=/state CCACHE_ABSSTDERR=true CCACHE_NOHASHDIR=true "
			  "CCACHE_COMPILERCHECK=content");
	unsetenv("CCACHE_REMOTE_STORAGE");
}

RUN_TESTS(TEST(faults_are_added_up),
	  TEST(without_a_store_nothing_is_set))
