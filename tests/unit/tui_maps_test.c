// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "plot.h"
#include "source/process/blocks.h"
#include "source/process/maps.h"

/* vm.max_map_count is 65530 unless it was changed. */
#define MANY_MAPPINGS	100000
#define SOME_MAPPINGS	30000

static atomic_bool stop;

static enum maps_end read_self(struct sample *sample)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	enum maps_end how = maps_read(fd, &stop, sample);

	close(fd);
	return how;
}

static const struct sample_mapping *find(const struct sample *sample,
					 const volatile void *address)
{
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++)
		if (sample->mappings[i].start == (uintptr_t)address)
			return &sample->mappings[i];
	return NULL;
}

static void *map_pages(size_t pages, int prot, int flags, int fd)
{
	void *base = mmap(NULL, pages * PAGE_BYTES, prot,
			  flags | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);

	assert_true(base != MAP_FAILED);
	return base;
}

/* What lies at @base is of this kind, and called so, by query and by text. */
struct expected {
	void *base;
	size_t pages;
	unsigned int flags;
	enum mapping_kind kind;
	const char *name;
};

static bool is_found(void *arg)
{
	const struct expected *it = arg;
	const struct sample_mapping *mapping;
	struct sample sample = { 0 };
	bool same = false;

	if (read_self(&sample) == MAPS_DONE) {
		mapping = find(&sample, it->base);
		same = mapping && mapping->flags == it->flags &&
		       mapping->kind == it->kind &&
		       mapping->end - mapping->start ==
			       it->pages * PAGE_BYTES &&
		       !strcmp(sample_name(&sample, mapping), it->name);
		if (mapping && !same)
			print_message("%lx flags %x kind %d '%s'\n",
				      (long)mapping->start, mapping->flags,
				      mapping->kind,
				      sample_name(&sample, mapping));
	}
	sample_release(&sample);
	return same;
}

static void check_mapping(void *base, size_t pages, unsigned int flags,
			  enum mapping_kind kind, const char *name)
{
	struct expected it = { base, pages, flags, kind, name };

	assert_true(is_found(&it));
	assert_true(on_old_kernel(is_found, &it));
}

static void test_anonymous(void **state)
{
	void *base;

	(void)state;
	base = map_pages(3, PROT_READ | PROT_WRITE, MAP_PRIVATE, -1);
	/* between others of its like, it would be one with them */
	mprotect(base, 3 * PAGE_BYTES, PROT_READ | PROT_EXEC);
	check_mapping(base, 3, MAPPING_READ | MAPPING_EXEC, KIND_ANON, "");
	munmap(base, 3 * PAGE_BYTES);
}

static void test_neighbours_stay_apart(void **state)
{
	char *base = map_pages(4, PROT_READ, MAP_PRIVATE, -1);

	(void)state;
	mprotect(base + PAGE_BYTES, PAGE_BYTES, PROT_NONE);
	mprotect(base + 2 * PAGE_BYTES, PAGE_BYTES, PROT_READ | PROT_WRITE);
	check_mapping(base + PAGE_BYTES, 1, 0, KIND_ANON, "");
	check_mapping(base + 2 * PAGE_BYTES, 1, MAPPING_READ | MAPPING_WRITE,
		      KIND_ANON, "");
	munmap(base, 4 * PAGE_BYTES);
}

/* Kinds by name, also of kernels that name more than this one does. */
static void test_kinds(void **state)
{
	static const struct {
		const char *line, *name;
		enum mapping_kind kind;
		unsigned int flags;
	} known[] = {
		{ "1000-2000 rw-p 00000000 00:00 0\n", "", KIND_ANON, 3 },
		{ "2000-3000 rw-p 00000000 00:00 0    [anon:tamalloc]\n",
		  "[anon:tamalloc]", KIND_TAMALLOC, 3 },
		{ "3000-4000 rw-p 00000000 00:00 0    [anon:tamalloc2]\n",
		  "[anon:tamalloc2]", KIND_ANON, 3 },
		{ "4000-5000 rw-s 00000000 00:01 7    [anon_shmem:a b]\n",
		  "[anon_shmem:a b]", KIND_SHARED, 0xb },
		{ "5000-6000 r--p 00000000 00:00 0    [vvar]\n",
		  "[vvar]", KIND_OTHER, 1 },
		{ "6000-7000 rw-p 00000000 00:00 0    [stack:123]\n",
		  "[stack:123]", KIND_STACK, 3 },
		{ "7000-8000 r-xp 00001000 fe:00 9  /a\\012b (deleted)\n",
		  "/a\nb (deleted)", KIND_FILE, 5 },
		{ "8000-9000 ---p 00000000 00:0d 9  anon_inode:[perf]\n",
		  "anon_inode:[perf]", KIND_FILE, 0 },
	};
	struct sample sample = { 0 };
	FILE *file = tmpfile();
	size_t i;

	(void)state;
	assert_non_null(file);
	for (i = 0; i < ARRAY_SIZE(known); i++)
		fputs(known[i].line, file);
	fputs("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 "
	      "[vsyscall]\n", file);
	fflush(file);
	assert_int_equal(maps_read_text(fileno(file), &stop, &sample),
			 MAPS_DONE);
	assert_int_equal(sample.nr_mappings, ARRAY_SIZE(known));
	for (i = 0; i < ARRAY_SIZE(known); i++) {
		assert_int_equal(sample.mappings[i].start, (i + 1) << 12);
		assert_int_equal(sample.mappings[i].end, (i + 2) << 12);
		assert_int_equal(sample.mappings[i].kind, known[i].kind);
		assert_int_equal(sample.mappings[i].flags, known[i].flags);
		assert_string_equal(sample_name(&sample, &sample.mappings[i]),
				    known[i].name);
	}
	fclose(file);
	sample_release(&sample);
}

/* Two became one between two reads: no address is told twice. */
static void test_overlaps_are_cut(void **state)
{
	struct sample sample = { 0 };
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fputs("1000-3000 rw-p 0 00:00 0\n1000-5000 rw-p 0 00:00 0\n"
	      "2000-5000 rw-p 0 00:00 0\nnonsense\n", file);
	fflush(file);
	assert_int_equal(maps_read_text(fileno(file), &stop, &sample),
			 MAPS_DONE);
	assert_int_equal(sample.nr_mappings, 2);
	assert_int_equal(sample.mappings[1].start, 0x3000);
	assert_int_equal(sample.mappings[1].end, 0x5000);
	fclose(file);
	sample_release(&sample);
}

static void test_shared(void **state)
{
	void *base = map_pages(2, PROT_READ | PROT_WRITE, MAP_SHARED, -1);

	(void)state;
	check_mapping(base, 2, MAPPING_READ | MAPPING_WRITE | MAPPING_SHARED,
		      KIND_SHARED, "/dev/zero (deleted)");
	munmap(base, 2 * PAGE_BYTES);
}

/* Names hold anything but '/' and NUL. */
static void test_files(void **state)
{
	static const char *const names[] = {
		"plain", "two words ", " (deleted)", "new\nline", "[heap]",
		"1-2 rw-p 0 0 0 x", "\xff\xfe",
	};
	char dir[] = "/tmp/procmap-XXXXXX";
	char path[128];
	size_t i;
	void *base;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		fd = open(path, O_RDWR | O_CREAT, 0600);
		assert_true(fd >= 0);
		assert_int_equal(ftruncate(fd, PAGE_BYTES), 0);
		base = map_pages(1, PROT_READ, MAP_PRIVATE, fd);
		check_mapping(base, 1, MAPPING_READ, KIND_FILE, path);
		unlink(path);
		strcat(path, " (deleted)");
		check_mapping(base, 1, MAPPING_READ, KIND_FILE, path);
		munmap(base, PAGE_BYTES);
		close(fd);
	}
	rmdir(dir);
}

/* Those that every process has */
static size_t count_named(const struct sample *sample, const char *name,
			  enum mapping_kind kind)
{
	size_t i, nr = 0;

	for (i = 0; i < sample->nr_mappings; i++)
		nr += sample->mappings[i].kind == kind &&
		      !strcmp(sample_name(sample, &sample->mappings[i]), name);
	return nr;
}

static bool has_special_ones(void *arg)
{
	struct sample sample = { 0 };
	bool found;

	(void)arg;
	found = read_self(&sample) == MAPS_DONE &&
		count_named(&sample, "[stack]", KIND_STACK) == 1 &&
		count_named(&sample, "[heap]", KIND_HEAP) >= 1 &&
		count_named(&sample, "[vdso]", KIND_OTHER) == 1 &&
		count_named(&sample, "[vsyscall]", KIND_OTHER) == 0;
	sample_release(&sample);
	return found;
}

static void test_special_mappings(void **state)
{
	(void)state;
	/* have a heap, whatever malloc does */
	assert_true(sbrk(PAGE_BYTES) != (void *)-1);
	assert_true(has_special_ones(NULL));
	assert_true(on_old_kernel(has_special_ones, NULL));
}

static uint64_t vm_size(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%lu", &pages), 1);
	fclose(file);
	return pages * PAGE_BYTES;
}

static uint64_t sum_of(const struct sample *sample)
{
	uint64_t sum = 0, behind = 0;
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++) {
		assert_true(sample->mappings[i].start >= behind);
		assert_true(sample->mappings[i].end >
			    sample->mappings[i].start);
		behind = sample->mappings[i].end;
		sum += behind - sample->mappings[i].start;
	}
	return sum;
}

/* A process of its own, that does nothing: its mappings stay as they are. */
static pid_t start_sleeper(void)
{
	pid_t pid = fork_child();

	assert_true(pid >= 0);
	if (!pid)
		for (;;)
			pause();
	return pid;
}

static int open_of(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static bool same_mappings(const struct sample *a, const struct sample *b)
{
	size_t i;

	if (a->nr_mappings != b->nr_mappings)
		return false;
	for (i = 0; i < a->nr_mappings; i++)
		if (a->mappings[i].start != b->mappings[i].start ||
		    a->mappings[i].end != b->mappings[i].end ||
		    a->mappings[i].flags != b->mappings[i].flags ||
		    a->mappings[i].kind != b->mappings[i].kind ||
		    strcmp(sample_name(a, &a->mappings[i]),
			   sample_name(b, &b->mappings[i])))
			return false;
	return true;
}

static void test_query_and_text_agree(void **state)
{
	struct sample by_query = { 0 }, by_text = { 0 };
	pid_t pid = start_sleeper();
	int fd = open_of(pid, "maps");

	(void)state;
	assert_int_equal(maps_read(fd, &stop, &by_query), MAPS_DONE);
	assert_int_equal(maps_read_text(fd, &stop, &by_text), MAPS_DONE);
	assert_true(by_query.nr_mappings > 10);
	assert_true(same_mappings(&by_query, &by_text));
	close(fd);
	kill(pid, SIGKILL);
	sample_release(&by_query);
	sample_release(&by_text);
}

/* All of them, and nothing else: they add up to what is reserved. */
static void test_the_sum_is_vm_size(void **state)
{
	struct sample sample = { 0 };

	(void)state;
	/* grow first: the second time, memory for the answer is there */
	assert_int_equal(read_self(&sample), MAPS_DONE);
	sample_reset(&sample);
	assert_int_equal(read_self(&sample), MAPS_DONE);
	assert_int_equal(sum_of(&sample), vm_size());
	sample_release(&sample);
}

/* Every other page has another protection: each is a mapping of its own. */
static size_t split(char *base, size_t pages)
{
	size_t i;

	for (i = 1; i < pages; i += 2)
		if (mprotect(base + i * PAGE_BYTES, PAGE_BYTES, PROT_READ))
			break;
	return i < pages ? i - 1 : pages;
}

struct many {
	char *base;
	size_t nr;
};

static bool finds_them_all(void *arg)
{
	const struct many *many = arg;
	struct sample sample = { 0 };
	size_t i = 0, at;
	bool found;

	found = read_self(&sample) == MAPS_DONE;
	for (at = 0; at < sample.nr_mappings; at++)
		if (sample.mappings[at].start == (uintptr_t)many->base)
			break;
	for (; found && i < many->nr; i++, at++)
		found = at < sample.nr_mappings &&
			sample.mappings[at].start ==
				(uintptr_t)many->base + i * PAGE_BYTES &&
			sample.mappings[at].flags ==
				(MAPPING_READ | (i % 2 ? 0 : MAPPING_WRITE));
	sample_release(&sample);
	return found;
}

static void test_a_hundred_thousand(void **state)
{
	struct many many;

	(void)state;
	many.base = map_pages(MANY_MAPPINGS, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_NORESERVE, -1);
	many.nr = split(many.base, MANY_MAPPINGS);
	if (many.nr < MANY_MAPPINGS)
		print_message("only %zu mappings: vm.max_map_count\n", many.nr);
	assert_true(many.nr >= SOME_MAPPINGS);
	/* leave room for what the test needs itself */
	munmap(many.base + (many.nr - 1000) * PAGE_BYTES,
	       (MANY_MAPPINGS - many.nr + 1000) * PAGE_BYTES);
	many.nr -= 1000;
	assert_true(finds_them_all(&many));
	assert_true(on_old_kernel(finds_them_all, &many));
	munmap(many.base, many.nr * PAGE_BYTES);
}

/* Only the memory of who looks bounds that; what there is room for is right. */
static void test_more_than_there_is_room_for(void **state)
{
	struct sample sample = { 0 };
	FILE *file = tmpfile();
	uint64_t i;

	(void)state;
	assert_non_null(file);
	for (i = 1; i <= MAPPINGS_MAX + 5; i++)
		fprintf(file, "%lx-%lx rw-p 0 00:00 0\n", (long)(2 * i << 12),
			(long)((2 * i + 1) << 12));
	fflush(file);
	assert_int_equal(maps_read_text(fileno(file), &stop, &sample),
			 MAPS_CUT);
	assert_int_equal(sample.nr_mappings, MAPPINGS_MAX);
	assert_int_equal(sample.mappings[MAPPINGS_MAX - 1].start,
			 (uint64_t)MAPPINGS_MAX << 13);
	fclose(file);
	sample_release(&sample);
}

/* Three long names in turn, until there is no room: the rest are not known. */
static void test_names_that_there_is_no_room_for(void **state)
{
	enum { LEN = 4000, MOST = NAMES_MAX / LEN };
	struct sample sample = { 0 };
	char name[LEN];
	uint32_t place;
	size_t i;

	(void)state;
	memset(name, 'n', LEN - 1);
	name[LEN - 1] = '\0';
	for (i = 0; i < MOST + 10; i++) {
		name[0] = (char)('a' + i % 3);
		place = sample_add_name(&sample, name);
		/* one that comes again at once takes no room */
		assert_int_equal(sample_add_name(&sample, name), place);
		if (i < MOST - 1)
			assert_string_equal(sample.names + place, name);
	}
	assert_int_equal(place, NAME_UNKNOWN);
	assert_string_equal(sample.names + place, "?");
	assert_string_equal(sample.names, "");
	assert_in_range(sample.names_len, NAMES_MAX - 2 * LEN, NAMES_MAX);
	/* the next sample has room again */
	sample_reset(&sample);
	place = sample_add_name(&sample, name);
	assert_string_equal(sample.names + place, name);
	sample_release(&sample);
}

static bool is_stopped(void *arg)
{
	struct sample sample = { 0 };
	bool stopped;

	(void)arg;
	stopped = read_self(&sample) == MAPS_STOPPED && !sample.nr_mappings;
	sample_release(&sample);
	return stopped;
}

static void test_a_stop_leaves_nothing(void **state)
{
	(void)state;
	atomic_store(&stop, true);
	assert_true(is_stopped(NULL));
	assert_true(on_old_kernel(is_stopped, NULL));
	atomic_store(&stop, false);
}

/* An open file stays with the memory, which is given back at the end. */
static bool is_gone(void *arg)
{
	struct sample sample = { 0 };
	bool gone;

	gone = maps_read(*(int *)arg, &stop, &sample) == MAPS_FAILED &&
	       errno == ESRCH && !sample.nr_mappings;
	sample_release(&sample);
	return gone;
}

static void test_a_process_that_ended(void **state)
{
	pid_t pid = start_sleeper();
	int fd = open_of(pid, "maps");
	siginfo_t info;

	(void)state;
	assert_true(fd >= 0);
	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED), 0);
	assert_true(is_gone(&fd));
	assert_true(on_old_kernel(is_gone, &fd));
	close(fd);
}

/* What the kernel would say in smaps, in a folder that is no process. */
#define SMAPS_HEAD(range) range " rw-p 00000000 00:00 0   [anon:tamalloc]\n" \
	"Size:                  8 kB\nAnonHugePages:      0 kB\n"
#define FLAGS_BLOCK	"VmFlags: rd wr mr mw me nr ta sd \n"
#define FLAGS_NONE	"VmFlags: rd wr mr mw me nr sd \n"

struct folder {
	char path[32];
	int dir;
};

static void write_smaps(const struct folder *folder, const char *text)
{
	int fd = openat(folder->dir, "smaps", O_WRONLY | O_CREAT | O_TRUNC,
			0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void open_folder(struct folder *folder)
{
	strcpy(folder->path, "/tmp/smaps-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	folder->dir = open(folder->path, O_RDONLY | O_DIRECTORY);
	assert_true(folder->dir >= 0);
}

static void close_folder(struct folder *folder)
{
	unlinkat(folder->dir, "smaps", 0);
	close(folder->dir);
	rmdir(folder->path);
}

static void add(struct sample *sample, uint64_t start, uint64_t end,
		enum mapping_kind kind)
{
	struct sample_mapping *mapping = sample_add_mapping(sample);

	mapping->start = start;
	mapping->end = end;
	mapping->kind = (uint8_t)kind;
}

/* Three mappings; the names of the first two say that they are blocks. */
static void add_three(struct sample *sample)
{
	sample_reset(sample);
	add(sample, 0x1000, 0x3000, KIND_TAMALLOC);
	add(sample, 0x5000, 0x6000, KIND_TAMALLOC);
	add(sample, 0x8000, 0xa000, KIND_ANON);
}

static void check_kinds(const struct sample *sample, enum mapping_kind first,
			enum mapping_kind second, enum mapping_kind third)
{
	assert_int_equal(sample->mappings[0].kind, first);
	assert_int_equal(sample->mappings[1].kind, second);
	assert_int_equal(sample->mappings[2].kind, third);
}

static void test_names_count_while_they_add_up(void **state)
{
	struct blocks *blocks = blocks_new(&stop);
	struct sample sample = { 0 };

	(void)state;
	add_three(&sample);
	/* there is no smaps to be read: it is not looked for */
	blocks_settle(blocks, -1, 0x3000, &sample);
	check_kinds(&sample, KIND_TAMALLOC, KIND_TAMALLOC, KIND_ANON);
	blocks_free(blocks);
	sample_release(&sample);
}

static void test_else_the_flag_decides(void **state)
{
	struct blocks *blocks = blocks_new(&stop);
	struct sample sample = { 0 };
	struct folder folder;

	(void)state;
	open_folder(&folder);
	/* the second is a fake, the third has lost its name */
	write_smaps(&folder, SMAPS_HEAD("1000-3000") FLAGS_BLOCK
			     SMAPS_HEAD("5000-6000") FLAGS_NONE
			     SMAPS_HEAD("8000-a000") FLAGS_BLOCK);
	add_three(&sample);
	blocks_settle(blocks, folder.dir, 0x4000, &sample);
	check_kinds(&sample, KIND_TAMALLOC, KIND_ANON, KIND_TAMALLOC);
	/* the same once more is remembered ... */
	write_smaps(&folder, "");
	add_three(&sample);
	blocks_settle(blocks, folder.dir, 0x4000, &sample);
	check_kinds(&sample, KIND_TAMALLOC, KIND_ANON, KIND_TAMALLOC);
	/* ... another one is not */
	add_three(&sample);
	add(&sample, 0xb000, 0xc000, KIND_ANON);
	blocks_settle(blocks, folder.dir, 0x4000, &sample);
	check_kinds(&sample, KIND_ANON, KIND_ANON, KIND_ANON);
	blocks_free(blocks);
	sample_release(&sample);
	close_folder(&folder);
}

static void test_another_process_is_looked_up_anew(void **state)
{
	struct blocks *blocks = blocks_new(&stop);
	struct sample sample = { 0 };
	struct folder folder;

	(void)state;
	open_folder(&folder);
	write_smaps(&folder, SMAPS_HEAD("1000-3000") FLAGS_BLOCK);
	add_three(&sample);
	blocks_settle(blocks, folder.dir, 0x2000, &sample);
	check_kinds(&sample, KIND_TAMALLOC, KIND_ANON, KIND_ANON);
	blocks_forget(blocks);
	write_smaps(&folder, SMAPS_HEAD("8000-a000") FLAGS_BLOCK);
	add_three(&sample);
	blocks_settle(blocks, folder.dir, 0x2000, &sample);
	check_kinds(&sample, KIND_ANON, KIND_ANON, KIND_TAMALLOC);
	blocks_free(blocks);
	sample_release(&sample);
	close_folder(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_anonymous),
		cmocka_unit_test(test_neighbours_stay_apart),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_overlaps_are_cut),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_special_mappings),
		cmocka_unit_test(test_query_and_text_agree),
		cmocka_unit_test(test_the_sum_is_vm_size),
		cmocka_unit_test(test_a_hundred_thousand),
		cmocka_unit_test(test_more_than_there_is_room_for),
		cmocka_unit_test(test_names_that_there_is_no_room_for),
		cmocka_unit_test(test_a_stop_leaves_nothing),
		cmocka_unit_test(test_a_process_that_ended),
		cmocka_unit_test(test_names_count_while_they_add_up),
		cmocka_unit_test(test_else_the_flag_decides),
		cmocka_unit_test(test_another_process_is_looked_up_anew),
	};

	return cmocka_run_group_tests_name("procmap", tests, NULL, NULL);
}
