// SPDX-License-Identifier: GPL-2.0
/* The row of FreeBSD. */
#include "profile/freebsd.h"

#include "lib/word.h"
#include "profile/askreviewers.h"
#include "profile/clangfile.h"
#include "profile/profile.h"
#include "profile/submission.h"

/* style(9) for lines that are added. That all arguments never go to the next line together is
 * what makes a call break behind the first one that fits. */
static const char format[] = "BasedOnStyle: LLVM\n"
			     "AlignAfterOpenBracket: DontAlign\n"
			     "AlignEscapedNewlines: Left\n"
			     "AlignOperands: false\n"
			     "AllowAllArgumentsOnNextLine: false\n"
			     "AllowShortFunctionsOnASingleLine: None\n"
			     "AlwaysBreakAfterReturnType: TopLevelDefinitions\n"
			     "BreakBeforeBraces: WebKit\n"
			     "BreakStringLiterals: false\n"
			     "ColumnLimit: 80\n"
			     "ContinuationIndentWidth: 4\n"
			     "IndentWidth: 8\n"
			     "SortIncludes: Never\n"
			     "TabWidth: 8\n"
			     "UseTab: Always\n";

/* The template of a commit message, as the committer's guide has it. */
static const struct tag_row tags[] = {
	{ "PR", false },
	{ "Reported by", false },
	{ "Reviewed by", false },
	{ "Approved by", false },
	{ "Obtained from", false },
	{ "MFC after", false },
	{ "MFH", false },
	{ "Relnotes", false },
	{ "Security", false },
	{ "Sponsored by", false },
	{ "Pull Request", true },
	{ "Differential Revision", true },
	{ NULL, false },
};

const struct profile freebsd_profile = {
	.name = "FreeBSD",
	.marks = TEXTS("sys/conf/newvers.sh", "MAINTAINERS"),
	.vendor = TEXTS("contrib/", "crypto/", "sys/contrib/", "sys/crypto/", "sys/cddl/"),
	.format = format,
	.columns = 80,
	.message_columns = 72,
	.tags = tags,
	.tells_parsed = true,
	.ask_reviewers = askreviewers_of,
	.compile = clangfile_compile,
	.build = clangfile_build,
	.hand_over = submission_write,
};
