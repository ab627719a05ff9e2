// SPDX-License-Identifier: GPL-2.0
/* What is wrong in the log of a make of everything. */
#include "kbuild/makelog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The block of @target that has something to say, else its first one; NULL: not announced. */
static const struct said *said_of(const struct makelog *log, const char *target)
{
	const struct said *found = NULL;

	FOR_EACH(said, log) {
		if (strcmp(said->target, target) != 0)
			continue;
		if (said->errors.nr || said->warnings.nr || said->gave_up)
			return said;
		found = found ? found : said;
	}
	return found;
}

static void test_compilers(void **state)
{
	struct makelog log = { 0 };
	const struct said *said;

	(void)state;
	makelog_parse(&log, "  CC      a/good.o\n"
			    "  CC [M]  a/bad.o\n"
			    "/t/a/bad.c:3:1: error: expected ;\n"
			    "/t/a/bad.c:9:7: warning: unused variable 'x' [-Wunused-variable]\n"
			    "  CC [M]  a/dead.o\n"
			    "gcc: fatal error: Killed signal terminated program cc1\n"
			    "make[3]: *** [/t/scripts/Makefile.build:229: a/bad.o] Error 1\n"
			    "make[3]: *** [/t/scripts/Makefile.build:229: a/dead.o] Error 1\n"
			    "make[3]: Target 'a/' not remade because of errors.\n"
			    "make[2]: *** [/t/scripts/Makefile.build:478: a] Error 2\n"
			    "make: *** [Makefile:224: __sub-make] Error 2\n");
	said = said_of(&log, "a/good.o");
	assert_non_null(said);
	assert_int_equal(said->errors.nr + said->warnings.nr + said->gave_up, 0);
	said = said_of(&log, "a/bad.o");
	assert_true(said->gave_up || said->errors.nr);
	assert_string_equal(said->errors.v[0], "/t/a/bad.c: error: expected ;");
	assert_int_equal(said->warnings.nr, 1);
	said = said_of(&log, "a/dead.o");
	assert_true(said->gave_up);
	assert_int_equal(said->errors.nr, 0);
	/* folders and goals fail because of what is below them */
	assert_null(said_of(&log, "a"));
	assert_null(said_of(&log, "__sub-make"));
	makelog_release(&log);
}

static void test_links(void **state)
{
	struct makelog log = { 0 };
	const struct said *said;

	(void)state;
	makelog_parse(&log, "  LD      .tmp_vmlinux1\n"
			    "ld: vmlinux.o: in function `f':\n"
			    "/t/a/x.c:12:(.text+0x1): undefined reference to `nowhere'\n"
			    "ld: a/y.o: in function `g':\n"
			    "y.c:(.text+0x0): multiple definition of `g'; a/x.o:x.c:(.text+0x0): first "
			    "defined here\n"
			    "  MODPOST Module.symvers\n"
			    "ERROR: modpost: \"gone\" [a/m.ko] undefined!\n"
			    "WARNING: modpost: missing MODULE_DESCRIPTION() in a/m.o\n"
			    "make[2]: *** [/t/scripts/Makefile.modpost:145: Module.symvers] Error 1\n"
			    "make[2]: *** [/t/scripts/Makefile.vmlinux:34: vmlinux] Error 1\n");
	said = said_of(&log, ".tmp_vmlinux1");
	assert_int_equal(said->errors.nr, 2);
	assert_string_equal(said->errors.v[0], "/t/a/x.c: undefined reference to `nowhere'");
	assert_string_equal(said->errors.v[1], "y.c: multiple definition of `g'");
	said = said_of(&log, "Module.symvers");
	assert_int_equal(said->errors.nr, 1);
	assert_string_equal(said->errors.v[0], "ERROR: modpost: \"gone\" [a/m.ko] undefined!");
	assert_int_equal(said->warnings.nr, 1);
	assert_true(said->gave_up);
	assert_true(said_of(&log, "vmlinux")->gave_up);
	makelog_release(&log);
}

static void test_make(void **state)
{
	struct makelog log = { 0 };
	const struct said *said;

	(void)state;
	makelog_parse(&log, "make[3]: *** No rule to make target 'a/gone.o', needed by 'a/built-in.a'.\n"
			    "/t/b/Makefile:3: *** missing separator.  Stop.\n"
			    "make[1]: *** Waiting for unfinished jobs....\n");
	said = said_of(&log, "make");
	assert_int_equal(said->errors.nr, 2);
	assert_non_null(strstr(said->errors.v[0], "No rule to make target 'a/gone.o'"));
	assert_non_null(strstr(said->errors.v[1], "missing separator"));
	makelog_release(&log);
	makelog_parse(&log, "");
	assert_int_equal(said_of(&log, "make")->errors.nr, 0);
	makelog_release(&log);
}

/* What make says of no file, and what was said before it. */
static void test_stop(void **state)
{
	struct makelog log = { 0 };

	(void)state;
	makelog_parse(&log, "  CC      a/good.o\n"
			    "error: the following would cause module name conflict:\n"
			    "  a/x.ko\n"
			    "  b/x.ko\n"
			    "make[2]: *** [/t/Makefile:1946: modules_check] Error 1\n"
			    "make[1]: *** [/t/Makefile:224: __sub-make] Error 2\n");
	assert_string_equal(log.stop, "error: the following would cause module name conflict:; "
				      "a/x.ko; b/x.ko; "
				      "*** [/t/Makefile:1946: modules_check] Error 1");
	makelog_release(&log);
	makelog_parse(&log, "  GEN     /o/objtool/tables.c\n"
			    "Error: bad line\n"
			    "make[5]: *** [arch/x86/Build:11: /o/objtool/tables.c] Error 1\n"
			    "make[5]: *** Deleting file '/o/objtool/tables.c'\n"
			    "  CC      a/dead.o\n"
			    "make[3]: *** [/t/Makefile.build:2: a/dead.o] Segmentation fault\n");
	assert_string_equal(said_of(&log, "/o/objtool/tables.c")->words, "Error: bad line");
	assert_true(said_of(&log, "a/dead.o")->gave_up);
	assert_int_equal(said_of(&log, "make")->errors.nr, 0);
	makelog_release(&log);
	makelog_parse(&log, "  CC      a/good.o\n");
	assert_null(log.stop);
	makelog_release(&log);
}

static void assert_machine(const char *log, const char *wanted)
{
	char *line = makelog_machine_failure(log);

	if (wanted)
		assert_string_equal(line, wanted);
	else
		assert_null(line);
	free(line);
}

/* A full disk and a signal from outside say nothing of the tree; a crash does. */
static void test_machine(void **state)
{
	(void)state;
	assert_machine("", NULL);
	assert_machine("a\n/t/x.c:1:2: fatal error: when writing /o/x.s: No space left on device\nb\n",
		       "/t/x.c:1:2: fatal error: when writing /o/x.s: No space left on device");
	assert_machine("ld: final link failed: No space left on device",
		       "ld: final link failed: No space left on device");
	assert_machine("gcc: fatal error: Killed signal terminated program cc1",
		       "gcc: fatal error: Killed signal terminated program cc1");
	assert_machine("make[3]: *** [/t/Makefile.build:2: a/dead.o] Killed\n",
		       "make[3]: *** [/t/Makefile.build:2: a/dead.o] Killed");
	assert_machine("make: *** [Makefile:2: all] Terminated\n",
		       "make: *** [Makefile:2: all] Terminated");
	assert_machine("Killed\n", "Killed");
	assert_machine("make[1]: Warning: File 'b' has modification time 9 s in the future\n"
		       "make[1]: warning:  Clock skew detected.  Your build may be incomplete.\n",
		       "make[1]: warning:  Clock skew detected.  Your build may be incomplete.");
	/* its own fault, and words that only look so */
	assert_machine("gcc: internal compiler error: Segmentation fault signal terminated program cc1\n"
		       "make[3]: *** [/t/Makefile.build:2: a/dead.o] Segmentation fault\n"
		       "make[3]: *** [/t/Makefile.build:2: a/dead.o] Error 137\n", NULL);
	assert_machine("    3 |  puts(\"x: No space left on device\n"
		       "/t/x.c:1:2: error: #error: No space left on device\n"
		       "/t/x.c:1:2: error: 'Killed' undeclared\n"
		       "make: *** [Makefile:2: Killed] Error 1\n", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compilers),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
