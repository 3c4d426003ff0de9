// SPDX-License-Identifier: GPL-2.0
/* A row of a timeline as text and as JSON, and what is not known in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "report/timeline_row.h"

#define START 0x7f3a4c000000ULL
#define NR 7
#define CELL 8			/* pages */

/* Six cells of eight pages, and one of four. */
static const struct sample_mapping block = {
	.start = START, .end = START + 52 * PAGE_BYTES, .name = 5,
	.kind = KIND_TAMALLOC,
};

static const struct sample_scan scan = {
	.use = SCAN_WHOLE, .start = START, .end = START + 52 * PAGE_BYTES,
	.cell_pages = CELL, .nr_cells = NR, .time_ns = 102500000000,
	.compared = true,
};

/* One of each kind that a cell may be. */
static const struct scan_cell cells[NR] = {
	{ .now = { CELL, { [PAGE_WRITTEN] = 6, [PAGE_HUGE] = 2 } } },
	{ .now = { CELL, { [PAGE_WRITTEN] = 4 } }, .fresh = 1 },
	{ .now = { CELL, { [PAGE_SWAPPED] = 1 } }, .fresh = 1 },
	{ .now = { CELL, { [PAGE_ZERO] = 3, [PAGE_HUGE_ZERO] = 5 } } },
	{ .now = { CELL, { [PAGE_ZERO] = 1 } } },
	{ .now = { CELL, { 0 } } },
	{ .now = { 4, { [PAGE_FILE] = 4 } } },
};

static struct timeline_told told(const struct scan_cell *of)
{
	return (struct timeline_told){
		.source = "syscall", .pid = 412, .number = 3,
		.wall_s = 1795333263, .began_ns = 100000000000,
		.mapping = &block, .name = "[anon:tamalloc]", .scan = &scan,
		.cells = of, .tells_zero = true,
	};
}

/* @before: the scan of the row before; NULL: there was none. */
static char *text_of(const struct timeline_told *row,
		     const struct sample_scan *before)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	timeline_write(row, before, out);
	fclose(out);
	return text;
}

static char *json_of(const struct timeline_told *row)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	timeline_write_json(row, out);
	fclose(out);
	return text;
}

static void test_text(void **state)
{
	struct timeline_told row = told(cells);
	char *text = text_of(&row, NULL);

	(void)state;
	assert_string_equal(text,
"tamtop timeline  syscall  pid 412  7f3a4c000000 7f3a4c034000  208K, 32K a cell  [anon:tamalloc]\n"
"    TIME TOUCHED     %   ZERO     NEW CELLS\n"
"    2.5s     68K  32.7    36K      8K #*+=-.#\n");
	free(text);
	text = text_of(&row, &scan);
	assert_string_equal(text,
"    2.5s     68K  32.7    36K      8K #*+=-.#\n");
	free(text);
}

static void test_heads_again_where_cells_are_others(void **state)
{
	struct timeline_told row = told(cells);
	struct sample_scan before = scan;
	char *text;

	(void)state;
	before.end -= PAGE_BYTES;
	text = text_of(&row, &before);
	assert_memory_equal(text, "\ntamtop timeline  ", 18);
	free(text);
	before = scan;
	before.cell_pages /= 2;
	text = text_of(&row, &before);
	assert_memory_equal(text, "\ntamtop timeline  ", 18);
	free(text);
}

static void test_json(void **state)
{
	struct timeline_told row = told(cells);
	char *text = json_of(&row);

	(void)state;
	assert_string_equal(text,
"{\"version\":1,\"source\":\"syscall\",\"time\":1795333263,\"clock_ns\":102500000000,\"sample\":3,\"pid\":412,\"page_size\":4096,"
"\"name\":\"[anon:tamalloc]\",\"kind\":\"tamalloc\",\"start\":\"0x7f3a4c000000\",\"end\":\"0x7f3a4c034000\",\"cell_pages\":8,"
"\"reserved\":[32768,32768,32768,32768,32768,32768,16384],"
/* huge is a part of it, as in a mapping */
"\"written\":[32768,16384,0,0,0,0,0],"
"\"zero\":[0,0,0,32768,4096,0,0],"
"\"huge\":[8192,0,0,0,0,0,0],"
"\"file\":[0,0,0,0,0,0,16384],"
"\"swapped\":[0,0,4096,0,0,0,0],"
"\"untouched\":[0,16384,28672,0,28672,32768,0],"
"\"new\":[0,4096,4096,0,0,0,0]}\n");
	free(text);
}

/* As a kernel before 6.7 tells it, or one that hides what is in swap. */
static void test_what_is_not_known(void **state)
{
	static const struct scan_cell unsure[NR] = {
		{ .now = { CELL, { [PAGE_PRESENT] = 2 } } },
		{ .now = { CELL, { [PAGE_ABSENT] = 2 } } },
		{ .now = { CELL, { [PAGE_WRITTEN] = 2 } } },
	};
	struct sample_scan first = scan;
	struct timeline_told row = told(unsure);
	char *text;

	(void)state;
	first.compared = false;
	first.nr_cells = 3;
	row.scan = &first;
	row.tells_zero = false;
	text = json_of(&row);
	assert_non_null(strstr(text, "\"written\":[null,0,8192],\"zero\":[null,0,0],\"huge\":[null,0,null],"));
	assert_non_null(strstr(text, "\"swapped\":[0,null,0],\"untouched\":[24576,null,24576],\"new\":[null,null,null]}"));
	free(text);
	text = text_of(&row, &first);
	assert_string_equal(text, "    2.5s       ?     ?      ?       ? +++\n");
	free(text);
}

/* Memory behind it is away, and page tables don't tell where. */
static void test_shared_memory_in_swap(void **state)
{
	struct sample_mapping shared = block;
	struct timeline_told row = told(cells);
	char *text;

	(void)state;
	shared.away = PAGE_BYTES;
	shared.name = NAME_UNKNOWN;
	row.mapping = &shared;
	text = json_of(&row);
	assert_non_null(strstr(text, "\"name\":null,"));
	assert_non_null(strstr(text, "\"swapped\":[null,null,null,null,null,null,null],\"untouched\":[null,"));
	free(text);
	text = text_of(&row, &scan);
	assert_memory_equal(text, "    2.5s       ?     ?    36K      8K ", 38);
	free(text);
}

static void test_hostile_names(void **state)
{
	struct timeline_told row = told(cells);
	char *text;

	(void)state;
	row.name = "/tmp/a\n\033\xff";
	text = text_of(&row, NULL);
	assert_non_null(strstr(text, "a cell  /tmp/a???\n"));
	free(text);
	text = json_of(&row);
	assert_non_null(strstr(text, "\"name\":\"/tmp/a\\n\\u001B\xef\xbf\xbd\""));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_heads_again_where_cells_are_others),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_what_is_not_known),
		cmocka_unit_test(test_shared_memory_in_swap),
		cmocka_unit_test(test_hostile_names),
	};

	return cmocka_run_group_tests_name("timeline_row", tests, NULL, NULL);
}
