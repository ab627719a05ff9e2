// SPDX-License-Identifier: GPL-2.0
/* What is not in a document reads as nothing, and its values come in order. */
#include "world.h"

#include "lib/json.h"

static void a_field_that_is_missing_is_empty(void **state)
{
	json_t *object CLEANUP(free_json) =
		json_pack("{s:s, s:i, s:b, s:n}", "text", "a", "number", 7, "flag", true, "none");

	assert_string_equal(json_field(object, "text"), "a");
	assert_string_equal(json_field(object, "number"), "");
	assert_string_equal(json_field(NULL, "text"), "");
	assert_int_equal(json_number(object, "number"), 7);
	assert_int_equal(json_number(object, "text"), 0);
	assert_int_equal(json_number(NULL, "number"), 0);
	assert_true(json_flag(object, "flag"));
	assert_false(json_flag(object, "none"));
	assert_false(json_flag(object, "number"));
	assert_false(json_flag(NULL, "flag"));
}

static void values_come_in_order_until_one_is_enough(void **state)
{
	json_t *rows CLEANUP(free_json) = json_pack("[[s, s], [], [s, s, s]]", "a", "b", "c", "d",
						    "e");
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH_JSON(row, rows) {
		FOR_EACH_JSON(value, row) {
			if (!strcmp(json_string_value(value), "d"))
				break;
			fputs(json_string_value(value), out);
		}
		fputc('.', out);
	}
	FOR_EACH_JSON(value, NULL)
		fputs(json_string_value(value), out);
	FOR_EACH_JSON(row, rows) {
		if (!json_array_size(row))
			continue;
		fprintf(out, "%zu", json_array_size(row));
	}
	fclose(out);
	assert_string_equal(text, "ab..c.23");
}

static void a_text_that_may_be_missing_is_null(void **state)
{
	git_oid oid = { { 0xab } };
	json_t *text CLEANUP(free_json) = json_text_or_null("a\xff");
	json_t *none CLEANUP(free_json) = json_text_or_null(NULL);
	json_t *id CLEANUP(free_json) = json_oid(&oid);

	assert_string_equal(json_string_value(text), "a\\xff");
	assert_true(json_is_null(none));
	assert_string_equal(json_string_value(id), "ab00000000000000000000000000000000000000");
}

RUN_TESTS(TEST(a_field_that_is_missing_is_empty),
	  TEST(values_come_in_order_until_one_is_enough),
	  TEST(a_text_that_may_be_missing_is_null))
