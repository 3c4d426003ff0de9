// SPDX-License-Identifier: GPL-2.0
/* What the forms of a report look like, above all what is not known in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "report/form.h"

#define START 0x7f3a4c000000ULL
#define PAGES 8

struct mapping {
	struct sample_mapping mapping;
	const char *name;
	struct page_run runs[4];
	bool huge_known;
};

static const struct mapping block = {
	.mapping = {
		.start = START, .end = START + PAGES * PAGE_BYTES,
		.flags = MAPPING_READ | MAPPING_WRITE, .kind = KIND_TAMALLOC,
	},
	.name = "[anon:tamalloc]",
	.runs = {
		{ START, 3, PAGE_WRITTEN },
		{ START + 3 * PAGE_BYTES, 1, PAGE_HUGE },
		{ START + 4 * PAGE_BYTES, 2, PAGE_HUGE_ZERO },
		{ START + 6 * PAGE_BYTES, 2, PAGE_UNTOUCHED },
	},
	.huge_known = true,
};

/* As a kernel without PAGEMAP_SCAN tells it. */
static const struct mapping unsure = {
	.mapping = {
		.start = START + 0x10000, .end = START + 0x15000,
		.flags = MAPPING_READ | MAPPING_EXEC | MAPPING_SHARED,
		.kind = KIND_ANON,
	},
	.name = "",
	.runs = {
		{ START + 0x10000, 1, PAGE_PRESENT },
		{ START + 0x11000, 1, PAGE_WRITTEN },
		{ START + 0x12000, 2, PAGE_SWAPPED },
		{ START + 0x14000, 1, PAGE_FILE },
	},
};

/* There, written is known, but not what of it is huge. */
static const struct mapping half_sure = {
	.mapping = {
		.start = START + 0x20000, .end = START + 0x22000,
		.kind = KIND_FILE,
	},
	.name = "/tmp/a\tb",
	.runs = { { START + 0x20000, 2, PAGE_WRITTEN } },
};

/* As a kernel tells it that hides what entries without a page hold. */
static const struct mapping in_doubt = {
	.mapping = {
		.start = START + 0x30000, .end = START + 0x34000,
		.kind = KIND_ANON,
	},
	.name = "",
	.runs = {
		{ START + 0x30000, 1, PAGE_WRITTEN },
		{ START + 0x31000, 2, PAGE_ABSENT },
		{ START + 0x33000, 1, PAGE_UNTOUCHED },
	},
	.huge_known = true,
};

static const struct report_moment noon = {
	.time_ns = 5000000007, .wall_s = 1795780800,
};

static void write_one(const struct report_format *format,
		      struct report_writer *writer, bool runs,
		      const struct mapping *mapping)
{
	struct page_counts counts = { 0 };
	size_t i;

	format->mapping(writer, &mapping->mapping, mapping->name);
	for (i = 0; i < 4 && mapping->runs[i].pages; i++) {
		counts.total += mapping->runs[i].pages;
		page_counts_add(&counts, mapping->runs[i].state,
				mapping->runs[i].pages);
		if (runs)
			format->run(writer, &mapping->runs[i]);
	}
	format->counts(writer, &counts, mapping->huge_known);
}

static void assert_report(const struct report_format *format,
			  enum report_kind kind,
			  const struct mapping *const *mappings,
			  const char *expected)
{
	const struct report_options options = { .kind = kind, .pid = 412 };
	struct report_writer *writer;
	char *text;
	size_t len;
	FILE *out;

	out = open_memstream(&text, &len);
	assert_non_null(out);
	writer = format->open(&options, "proc", &noon, out);
	for (; *mappings; mappings++)
		write_one(format, writer, kind == REPORT_PAGES, *mappings);
	format->close(writer);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static const struct mapping *const old_kernel[] = {
	&block, &unsure, &half_sure, NULL,
};

static bool report_has(const struct report_format *format, const char *part)
{
	static const struct mapping shared = {
		.mapping = {
			.start = START, .end = START + PAGE_BYTES,
			.flags = MAPPING_SHARED, .kind = KIND_SHARED,
		},
		.name = "/dev/zero (deleted)",
		.runs = { { START, 1, PAGE_FILE } },
	};
	const struct report_options options = { .kind = REPORT_MAPPINGS };
	struct report_writer *writer;
	char *text;
	size_t len;
	bool has;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	writer = format->open(&options, "proc", &noon, out);
	write_one(format, writer, false, &shared);
	format->close(writer);
	fclose(out);
	has = strstr(text, part);
	free(text);
	return has;
}

/* A person reads what it is, a program the kernel's own name. */
static void test_names_are_for_people_in_text_only(void **state)
{
	(void)state;
	assert_true(report_has(&report_text, " [shared anon]\n"));
	assert_false(report_has(&report_text, "deleted"));
	assert_true(report_has(&report_json,
			       "\"name\":\"/dev/zero (deleted)\""));
}

static void test_json_mappings(void **state)
{
	(void)state;
	assert_report(
		&report_json, REPORT_MAPPINGS, old_kernel,
		"{\"version\":1,\"source\":\"proc\",\"time\":1795780800,\"clock_ns\":5000000007,\"pid\":412,\"page_size\":4096,\"mappings\":[\n"
		"{\"start\":\"0x7f3a4c000000\",\"end\":\"0x7f3a4c008000\",\"perms\":\"rw-p\",\"name\":\"[anon:tamalloc]\",\"kind\":\"tamalloc\",\"tamalloc\":true,\"reserved\":32768,\"written\":16384,\"zero\":8192,\"huge\":4096,\"file\":0,\"swapped\":0,\"untouched\":8192},\n"
		"{\"start\":\"0x7f3a4c010000\",\"end\":\"0x7f3a4c015000\",\"perms\":\"r-xs\",\"name\":\"\",\"kind\":\"anonymous\",\"tamalloc\":false,\"reserved\":20480,\"written\":null,\"zero\":null,\"huge\":null,\"file\":4096,\"swapped\":8192,\"untouched\":0},\n"
		"{\"start\":\"0x7f3a4c020000\",\"end\":\"0x7f3a4c022000\",\"perms\":\"---p\",\"name\":\"/tmp/a\\tb\",\"kind\":\"file\",\"tamalloc\":false,\"reserved\":8192,\"written\":8192,\"zero\":0,\"huge\":null,\"file\":0,\"swapped\":0,\"untouched\":0}\n"
		"]}\n");
}

static void test_json_pages(void **state)
{
	(void)state;
	assert_report(
		&report_json, REPORT_PAGES, old_kernel,
		"{\"version\":1,\"source\":\"proc\",\"time\":1795780800,\"clock_ns\":5000000007,\"pid\":412,\"page_size\":4096,\"mappings\":[\n"
		"{\"start\":\"0x7f3a4c000000\",\"end\":\"0x7f3a4c008000\",\"perms\":\"rw-p\",\"name\":\"[anon:tamalloc]\",\"kind\":\"tamalloc\",\"tamalloc\":true,\"runs\":[\n"
		"{\"start\":\"0x7f3a4c000000\",\"pages\":3,\"state\":\"written\"},\n"
		"{\"start\":\"0x7f3a4c003000\",\"pages\":1,\"state\":\"huge\"},\n"
		"{\"start\":\"0x7f3a4c004000\",\"pages\":2,\"state\":\"huge_zero\"},\n"
		"{\"start\":\"0x7f3a4c006000\",\"pages\":2,\"state\":\"untouched\"}\n"
		"],\"reserved\":32768,\"written\":16384,\"zero\":8192,\"huge\":4096,\"file\":0,\"swapped\":0,\"untouched\":8192},\n"
		"{\"start\":\"0x7f3a4c010000\",\"end\":\"0x7f3a4c015000\",\"perms\":\"r-xs\",\"name\":\"\",\"kind\":\"anonymous\",\"tamalloc\":false,\"runs\":[\n"
		"{\"start\":\"0x7f3a4c010000\",\"pages\":1,\"state\":null},\n"
		"{\"start\":\"0x7f3a4c011000\",\"pages\":1,\"state\":\"written\"},\n"
		"{\"start\":\"0x7f3a4c012000\",\"pages\":2,\"state\":\"swapped\"},\n"
		"{\"start\":\"0x7f3a4c014000\",\"pages\":1,\"state\":\"file\"}\n"
		"],\"reserved\":20480,\"written\":null,\"zero\":null,\"huge\":null,\"file\":4096,\"swapped\":8192,\"untouched\":0},\n"
		"{\"start\":\"0x7f3a4c020000\",\"end\":\"0x7f3a4c022000\",\"perms\":\"---p\",\"name\":\"/tmp/a\\tb\",\"kind\":\"file\",\"tamalloc\":false,\"runs\":[\n"
		"{\"start\":\"0x7f3a4c020000\",\"pages\":2,\"state\":\"written\"}\n"
		"],\"reserved\":8192,\"written\":8192,\"zero\":0,\"huge\":null,\"file\":0,\"swapped\":0,\"untouched\":0}\n"
		"]}\n");
}

static void test_text_mappings(void **state)
{
	(void)state;
	assert_report(&report_text, REPORT_MAPPINGS, old_kernel,
"START        END          PERM KIND      RESERVED TOUCHED     %    ZERO WRITTEN    HUGE    FILE SWAPPED UNTOUCHED NAME\n"
"7f3a4c000000 7f3a4c008000 rw-p tamalloc       32K     16K  50.0      8K     12K      4K       0       0        8K [anon:tamalloc]\n"
"7f3a4c010000 7f3a4c015000 r-xs anonymous      20K       ?     ?       ?       ?       ?      4K      8K         0 [anon]\n"
"7f3a4c020000 7f3a4c022000 ---p file            8K      8K   100       0       ?       ?       0       0         0 /tmp/a?b\n"
"total        -            -    -              60K       ?     ?       ?       ?       ?      4K      8K        8K 3 mappings\n");
}

static void test_text_pages(void **state)
{
	(void)state;
	assert_report(&report_text, REPORT_PAGES, old_kernel,
"START        END          PERM      PAGES    SIZE STATE     NAME\n"
"7f3a4c000000 7f3a4c003000 rw-p          3     12K written   [anon:tamalloc]\n"
"7f3a4c003000 7f3a4c004000 rw-p          1      4K huge      [anon:tamalloc]\n"
"7f3a4c004000 7f3a4c006000 rw-p          2      8K huge_zero [anon:tamalloc]\n"
"7f3a4c006000 7f3a4c008000 rw-p          2      8K untouched [anon:tamalloc]\n"
"7f3a4c010000 7f3a4c011000 r-xs          1      4K ?         [anon]\n"
"7f3a4c011000 7f3a4c012000 r-xs          1      4K written   [anon]\n"
"7f3a4c012000 7f3a4c014000 r-xs          2      8K swapped   [anon]\n"
"7f3a4c014000 7f3a4c015000 r-xs          1      4K file      [anon]\n"
"7f3a4c020000 7f3a4c022000 ---p          2      8K written   /tmp/a?b\n");
}

static void test_swap_in_doubt(void **state)
{
	const struct mapping *const mappings[] = { &in_doubt, NULL };

	(void)state;
	assert_report(
		&report_json, REPORT_PAGES, mappings,
		"{\"version\":1,\"source\":\"proc\",\"time\":1795780800,\"clock_ns\":5000000007,\"pid\":412,\"page_size\":4096,\"mappings\":[\n"
		"{\"start\":\"0x7f3a4c030000\",\"end\":\"0x7f3a4c034000\",\"perms\":\"---p\",\"name\":\"\",\"kind\":\"anonymous\",\"tamalloc\":false,\"runs\":[\n"
		"{\"start\":\"0x7f3a4c030000\",\"pages\":1,\"state\":\"written\"},\n"
		"{\"start\":\"0x7f3a4c031000\",\"pages\":2,\"state\":null},\n"
		"{\"start\":\"0x7f3a4c033000\",\"pages\":1,\"state\":\"untouched\"}\n"
		"],\"reserved\":16384,\"written\":4096,\"zero\":0,\"huge\":0,\"file\":0,\"swapped\":null,\"untouched\":null}\n"
		"]}\n");
	assert_report(&report_text, REPORT_MAPPINGS, mappings,
"START        END          PERM KIND      RESERVED TOUCHED     %    ZERO WRITTEN    HUGE    FILE SWAPPED UNTOUCHED NAME\n"
"7f3a4c030000 7f3a4c034000 ---p anonymous      16K       ?     ?       0      4K       0       0       ?         ? [anon]\n"
"total        -            -    -              16K       ?     ?       0      4K       0       0       ?         ? 1 mapping\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_mappings),
		cmocka_unit_test(test_json_pages),
		cmocka_unit_test(test_text_mappings),
		cmocka_unit_test(test_text_pages),
		cmocka_unit_test(test_swap_in_doubt),
		cmocka_unit_test(test_names_are_for_people_in_text_only),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
