// SPDX-License-Identifier: GPL-2.0
/* docs/numbers.md against the tables of fields: key, head, what, and source. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/field.h"

#define PAGE "docs/numbers.md"

/* All of the page; free() frees it. */
static char *read_page(void)
{
	FILE *file = fopen(PAGE, "r");
	char *text = NULL;
	size_t max = 0;

	if (!file || getdelim(&text, &max, '\0', file) < 0)
		fail_msg("can't read " PAGE);
	fclose(file);
	return text;
}

/* The end of the row that begins with key, head and what of @field. */
static const char *row_of(const char *text, const struct field *field)
{
	const char *mark = field->key ? "`" : "";
	char begin[256];
	const char *row;

	snprintf(begin, sizeof(begin), "\n|%s%s%s%s | %s | %s |",
		 field->key ? " " : "", mark, field->key ? field->key : "",
		 mark, field->head, field->about);
	row = strstr(text, begin);
	if (!row)
		fail_msg("there is no row%s", begin);
	return row + strlen(begin);
}

static void assert_told(const char *text, const struct field *field)
{
	const char *row = row_of(text, field);
	char *rest = strndup(row, strcspn(row, "\n"));

	if (field->origin && !strstr(rest, field->origin))
		fail_msg("'%s' is not in '%s'", field->origin, rest);
	/* formula and source follow, and the latter is never left out */
	assert_non_null(strchr(rest, '|'));
	assert_string_not_equal(strrchr(rest, '|') - 2, "| |");
	free(rest);
}

static void test_fields_of_processes(void **state)
{
	char *text = read_page();
	size_t i;

	(void)state;
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		assert_told(text, &process_fields[i]);
	free(text);
}

static void test_fields_of_mappings(void **state)
{
	char *text = read_page();
	const char *mappings = strstr(text, "\n## Of a mapping\n");
	size_t i;

	(void)state;
	assert_non_null(mappings);
	for (i = 0; i < NR_MAPPING_FIELDS; i++)
		assert_told(mappings, &mapping_fields[i]);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_of_processes),
		cmocka_unit_test(test_fields_of_mappings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
