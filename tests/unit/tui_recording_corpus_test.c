// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"

#define CORPUS "tests/fuzz/corpus-recording"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_one(const char *name)
{
	char path[512];
	uint8_t *data;
	FILE *file;
	long size;

	snprintf(path, sizeof(path), CORPUS "/%s", name);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	rewind(file);
	data = xcalloc((unsigned long)size + 1, 1);
	assert_int_equal(fread(data, 1, (size_t)size, file), size);
	fclose(file);
	LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
}

/* What the fuzzer found worth keeping: it is read, and nothing breaks. */
static void test_corpus(void **unused)
{
	DIR *dir = opendir(CORPUS);
	struct dirent *entry;
	size_t nr = 0;

	(void)unused;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (*entry->d_name == '.')
			continue;
		read_one(entry->d_name);
		nr++;
	}
	closedir(dir);
	assert_true(nr > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
