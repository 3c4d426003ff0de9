// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/alloc.h"
#include "check.h"
#include "data/recording_field.h"
#include "data/recording_frame.h"
#include "data/recording_id.h"
#include "data/recording_payload.h"
#include "fixture_recording.h"

/* A file that is in no folder, and what opens it. */
struct file {
	int fd;
	char path[64];
};

static struct file new_file(void)
{
	struct file file = { .fd = memfd_create("recording", 0) };

	assert_true(file.fd >= 0);
	snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d", file.fd);
	return file;
}

static void fill(const struct file *file, const void *bytes, size_t len)
{
	assert_int_equal(ftruncate(file->fd, 0), 0);
	assert_int_equal(pwrite(file->fd, bytes, len, 0), len);
}

/* All of what was written to it, to be freed. */
static unsigned char *contents(const struct file *file, size_t *len)
{
	unsigned char *bytes;

	*len = (size_t)lseek(file->fd, 0, SEEK_END);
	bytes = xcalloc(*len + 1, 1);
	assert_int_equal(pread(file->fd, bytes, *len, 0), *len);
	return bytes;
}

/* The writer closes what it is given. */
static struct recording_writer *writer_to(const struct file *file)
{
	struct recording_writer *writer =
		recording_writer_new(dup(file->fd), &world_header);

	assert_non_null(writer);
	return writer;
}

static struct recording_reader *open_whole(const struct file *file)
{
	char why[RECORDING_WHY] = "";
	struct recording_reader *reader = recording_open(file->path, why);

	if (!reader)
		fail_msg("%s", why);
	if (recording_damage(reader))
		fail_msg("%s", recording_damage(reader));
	return reader;
}

static void assert_same(const struct sample *a, const struct sample *b)
{
	const char *what = sample_difference(a, b);

	if (what)
		fail_msg("not the same: %s", what);
}

/* Samples of a world, as they were written to a file. */
struct story {
	struct sample *samples;
	uint64_t *times;
	size_t nr;
	struct file file;
};

static struct story tell(uint64_t series, size_t nr, size_t max_procs)
{
	struct story story = {
		.samples = xcalloc(nr, sizeof(struct sample)),
		.times = xcalloc(nr, sizeof(uint64_t)),
		.nr = nr,
		.file = new_file(),
	};
	struct recording_writer *writer = writer_to(&story.file);
	struct world world;
	size_t i;

	world_init(&world, series, max_procs);
	for (i = 0; i < nr; i++) {
		world_next(&world, &story.samples[i]);
		story.times[i] = world.now_ns;
		assert_int_equal(recording_write(writer, &story.samples[i],
						 world.now_ns), ST_OK);
	}
	assert_int_equal(recording_close(writer), ST_OK);
	world_release(&world);
	return story;
}

static void end(struct story *story)
{
	size_t i;

	for (i = 0; i < story->nr; i++)
		sample_release(&story->samples[i]);
	free(story->samples);
	free(story->times);
	close(story->file.fd);
}

static void test_round_trip(void **unused)
{
	struct recording_reader *reader;
	struct sample sample = { 0 };
	struct story story;
	uint64_t series;
	size_t i;

	(void)unused;
	for (series = 1; series <= 20; series++) {
		story = tell(series, 150, series == 1 ? 500 : 5 * series);
		reader = open_whole(&story.file);
		assert_int_equal(recording_nr(reader), story.nr);
		for (i = 0; i < story.nr; i++) {
			assert_int_equal(recording_position(reader), i);
			assert_true(recording_next(reader, &sample));
			assert_same(&sample, &story.samples[i]);
			assert_int_equal(recording_frame(reader, i)->time_ns,
					 story.times[i]);
			assert_int_equal(recording_frame(reader, i)->sections,
					 story.samples[i].sections);
		}
		assert_false(recording_next(reader, &sample));
		assert_null(recording_damage(reader));
		recording_reader_free(reader);
		end(&story);
	}
	sample_release(&sample);
}

static void test_header(void **unused)
{
	struct story story = tell(1, 0, 1);
	struct recording_reader *reader = open_whole(&story.file);
	const struct recording_header *header = recording_header(reader);
	struct sample sample = { 0 };

	(void)unused;
	assert_string_equal(header->source, world_header.source);
	assert_string_equal(header->release, world_header.release);
	assert_int_equal(header->ticks, world_header.ticks);
	assert_int_equal(header->time_ns, world_header.time_ns);
	assert_int_equal(header->wall_s, world_header.wall_s);
	assert_int_equal(header->pid, world_header.pid);
	assert_int_equal(recording_nr(reader), 0);
	assert_false(recording_next(reader, &sample));
	recording_seek(reader, 5);
	assert_int_equal(recording_position(reader), 0);
	recording_reader_free(reader);
	end(&story);
}

/* Bytes of a struct that no field of its table tells apart. */
static size_t untold(const struct rec_table *table, size_t size)
{
	unsigned char now[256] = { 0 }, before[256] = { 0 };
	size_t i, nr = 0;

	assert_true(size <= sizeof(now));
	for (i = 0; i < size; i++) {
		now[i] = 1;
		nr += !rec_changes(table, now, before);
		now[i] = 0;
	}
	return nr;
}

/*
 * Whoever adds a field to one of these structs has to record it: see the tables
 * in data/recording_field.c. What is not in them is said in another way.
 */
static void test_every_field_is_told(void **unused)
{
	struct proc proc;
	struct sample_mapping mapping;
	size_t id = sizeof(struct proc_id);

	(void)unused;
	assert_int_equal(untold(&rec_proc, sizeof(proc)),
			 sizeof(proc.comm) + 4 /* behind id.pid */ +
			 3 /* behind run_state */);
	assert_int_equal(untold(&rec_sys, sizeof(struct sys_stat)),
			 4 + 7 /* behind others_hidden */);
	assert_int_equal(untold(&rec_pages, sizeof(struct sample_pages)),
			 id + 4);
	assert_int_equal(untold(&rec_pss, sizeof(struct sample_pss)), id + 4);
	/* has is told apart, as it says what else is */
	assert_int_equal(untold(&rec_target, sizeof(struct sample_target)),
			 id + 4 + 3 + 4);
	assert_int_equal(untold(&rec_mapping, sizeof(mapping)),
			 sizeof(mapping.start) + sizeof(mapping.end) +
			 sizeof(mapping.name) + 1);
}

/* What is known after each of them, however one came there. */
struct known {
	struct sample whole;
	struct sample targets[WORLD_FOLLOWED];
};

static void look(struct recording_reader *reader, struct known *known)
{
	struct proc_id *ids;
	size_t i, nr;

	recording_whole(reader, &known->whole);
	ids = recording_targets(reader, &nr);
	assert_true(nr <= WORLD_FOLLOWED);
	for (i = 0; i < WORLD_FOLLOWED; i++) {
		if (i < nr)
			recording_target(reader, ids[i], &known->targets[i]);
		else
			sample_reset(&known->targets[i]);
	}
	free(ids);
}

static void assert_known(struct recording_reader *reader,
			 const struct known *known)
{
	struct known now = { 0 };
	size_t i;

	look(reader, &now);
	assert_same(&now.whole, &known->whole);
	sample_release(&now.whole);
	for (i = 0; i < WORLD_FOLLOWED; i++) {
		assert_same(&now.targets[i], &known->targets[i]);
		sample_release(&now.targets[i]);
	}
}

static void test_seek_equals_play(void **unused)
{
	/* two minutes and a half */
	struct story story = tell(7, 300, 12);
	struct recording_reader *reader = open_whole(&story.file);
	struct known *known = xcalloc(story.nr + 1, sizeof(*known));
	struct sample sample = { 0 };
	size_t i, k, nr, keys = 0;

	(void)unused;
	for (i = 0; i <= story.nr; i++) {
		look(reader, &known[i]);
		assert_int_equal(recording_next(reader, &sample),
				 i < story.nr);
		keys += i < story.nr && recording_frame(reader, i)->key;
	}
	assert_true(keys >= 3);
	for (i = 0; i <= 2 * story.nr; i++) {
		/* each of them, from far and near */
		nr = i % 2 ? i / 2 : i * 7919 % (story.nr + 1);
		recording_seek(reader, nr);
		assert_int_equal(recording_position(reader), nr);
		assert_known(reader, &known[nr]);
		if (!recording_next(reader, &sample))
			continue;
		assert_same(&sample, &story.samples[nr]);
	}
	for (i = 0; i < story.nr; i++) {
		nr = recording_at(reader, story.times[i]);
		assert_true(nr > i);
		assert_true(nr == story.nr ||
			    story.times[nr] > story.times[i]);
	}
	assert_int_equal(recording_at(reader, 0), 0);
	assert_int_equal(recording_at(reader, UINT64_MAX), story.nr);
	for (i = 0; i <= story.nr; i++) {
		sample_release(&known[i].whole);
		for (k = 0; k < WORLD_FOLLOWED; k++)
			sample_release(&known[i].targets[k]);
	}
	free(known);
	sample_release(&sample);
	recording_reader_free(reader);
	end(&story);
}

static void test_key_frames(void **unused)
{
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct sample sample = { .sections = SECTION_LIST };
	struct recording_reader *reader;
	size_t i;

	(void)unused;
	for (i = 0; i < 200; i++)
		assert_int_equal(recording_write(writer, &sample,
						 1000 + i * 1000000000), ST_OK);
	/* a clock that falls isn't believed */
	assert_int_equal(recording_write(writer, &sample, 5), ST_OK);
	assert_int_equal(recording_close(writer), ST_OK);
	reader = open_whole(&file);
	for (i = 0; i < 200; i++)
		assert_int_equal(recording_frame(reader, i)->key, i % 60 == 0);
	assert_int_equal(recording_frame(reader, 200)->time_ns,
			 recording_frame(reader, 199)->time_ns);
	recording_reader_free(reader);
	close(file.fd);
}

static void test_same_bytes(void **unused)
{
	struct story a = tell(3, 100, 50), b = tell(3, 100, 50);
	size_t len, other;
	unsigned char *x = contents(&a.file, &len);
	unsigned char *y = contents(&b.file, &other);

	(void)unused;
	assert_int_equal(len, other);
	assert_memory_equal(x, y, len);
	free(x);
	free(y);
	end(&a);
	end(&b);
}

/* ---- of processes */

static struct sample *add_proc(struct sample *sample, pid_t pid, uint64_t start)
{
	struct proc *proc = sample_add_proc(sample);

	proc->id = (struct proc_id){ .pid = pid, .start_ns = start };
	sample->sections |= SECTION_LIST;
	return sample;
}

static void add_command(struct sample *sample, pid_t pid, uint64_t start,
			const char *command)
{
	struct sample_text *text = sample_add_text(sample);

	text->kind = TEXT_COMMAND;
	text->id = (struct proc_id){ .pid = pid, .start_ns = start };
	text->text = xstrdup(command);
	sample->sections |= SECTION_TEXTS;
}

/* Write it a second after the one before, and forget it. */
static void write_next(struct recording_writer *writer, struct sample *sample)
{
	uint64_t now = sample->time_ns + NSEC_PER_SEC;

	sample->time_ns = now;
	assert_int_equal(recording_write(writer, sample, now), ST_OK);
	sample_reset(sample);
	sample->time_ns = now;
}

static struct recording_reader *finish(struct recording_writer *writer,
				       const struct file *file,
				       struct sample *sample)
{
	struct recording_reader *reader;

	assert_int_equal(recording_close(writer), ST_OK);
	reader = open_whole(file);
	close(file->fd);
	sample_reset(sample);
	return reader;
}

static void test_what_was_told_stays(void **unused)
{
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct sample sample = { 0 };
	struct recording_reader *reader;

	(void)unused;
	add_proc(add_proc(&sample, 10, 1), 20, 2);
	add_command(&sample, 10, 1, "ten");
	add_command(&sample, 20, 2, "twenty");
	write_next(writer, &sample);
	write_next(writer, add_proc(add_proc(&sample, 10, 1), 20, 2));
	/* another one with the same pid; of it nothing is known */
	write_next(writer, add_proc(add_proc(&sample, 10, 1), 20, 7));
	/* in a key frame, too */
	sample.time_ns += RECORDING_KEY_NS;
	write_next(writer, add_proc(add_proc(&sample, 10, 1), 20, 7));
	reader = finish(writer, &file, &sample);
	recording_seek(reader, 2);
	recording_whole(reader, &sample);
	assert_int_equal(sample.nr_texts, 2);
	assert_string_equal(sample.texts[1].text, "twenty");
	recording_seek(reader, 3);
	recording_whole(reader, &sample);
	assert_int_equal(sample.nr_procs, 2);
	assert_int_equal(sample.nr_texts, 1);
	assert_string_equal(sample.texts[0].text, "ten");
	assert_true(recording_frame(reader, 3)->key);
	recording_seek(reader, 4);
	recording_whole(reader, &sample);
	assert_int_equal(sample.nr_texts, 1);
	assert_string_equal(sample.texts[0].text, "ten");
	/* what was never told is not there */
	assert_int_equal(sample.sections, SECTION_LIST | SECTION_TEXTS);
	recording_reader_free(reader);
	sample_release(&sample);
}

static struct sample *add_target(struct sample *sample, uint64_t mm_id,
				 uint32_t has)
{
	sample->sections |= SECTION_TARGET;
	sample->target = (struct sample_target){
		.id = { .pid = 10, .start_ns = 1 }, .state = TARGET_OK,
		.has = has, .mm_id = mm_id, .time_ns = sample->time_ns,
	};
	if (has & TARGET_HAS_WHO)
		sample->target.nr_threads = 3;
	return sample;
}

static void add_mapping(struct sample *sample, uint64_t start, uint64_t end,
			const char *name)
{
	struct sample_mapping *mapping = sample_add_mapping(sample);

	mapping->start = start;
	mapping->end = end;
	mapping->name = sample_add_name(sample, name);
}

static void test_target_and_exec(void **unused)
{
	const struct proc_id id = { .pid = 10, .start_ns = 1 };
	const uint32_t all = TARGET_HAS_WHO | TARGET_HAS_MAPPINGS;
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct sample sample = { 0 };
	struct recording_reader *reader;

	(void)unused;
	add_target(&sample, 5, all);
	add_mapping(&sample, 0x1000, 0x3000, "a");
	add_mapping(&sample, 0x3000, 0x4000, "b");
	write_next(writer, &sample);
	write_next(writer, add_target(&sample, 5, 0));
	write_next(writer, add_target(&sample, 6, 0));
	reader = finish(writer, &file, &sample);
	recording_target(reader, id, &sample);
	assert_int_equal(sample.sections, 0);
	recording_seek(reader, 2);
	recording_target(reader, id, &sample);
	assert_int_equal(sample.sections, SECTION_TARGET);
	assert_int_equal(sample.target.has, all);
	assert_int_equal(sample.target.nr_threads, 3);
	assert_int_equal(sample.nr_mappings, 2);
	assert_string_equal(sample_name(&sample, &sample.mappings[1]), "b");
	recording_seek(reader, 3);
	recording_target(reader, id, &sample);
	assert_int_equal(sample.target.has, TARGET_HAS_WHO);
	assert_int_equal(sample.nr_mappings, 0);
	recording_reader_free(reader);
	sample_release(&sample);
}

static void add_one_run(struct sample *sample, uint64_t start, uint64_t pages,
			enum page_state state)
{
	*sample_add_run(sample) = (struct page_run){
		.start = start, .pages = pages, .state = state,
	};
}

/* Runs that touch come back as one, but for those of two ranges. */
static void test_runs_become_one(void **unused)
{
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct sample sample = { .sections = SECTION_RUNS };
	struct recording_reader *reader;

	(void)unused;
	sample_add_look(&sample)->id.pid = 1;
	*sample_add_range(&sample) = (struct sample_range){ 0x1000, 0x5000, 0 };
	*sample_add_range(&sample) = (struct sample_range){ 0x5000, 0x9000, 0 };
	add_one_run(&sample, 0x2000, 1, PAGE_ZERO);
	add_one_run(&sample, 0x3000, 2, PAGE_ZERO);
	add_one_run(&sample, 0x5000, 1, PAGE_ZERO);
	write_next(writer, &sample);
	reader = finish(writer, &file, &sample);
	assert_true(recording_next(reader, &sample));
	assert_int_equal(sample.nr_runs, 2);
	assert_int_equal(sample.runs[0].pages, 3);
	assert_int_equal(sample.runs[1].start, 0x5000);
	recording_reader_free(reader);
	sample_release(&sample);
}

/* ---- what can't be written */

static void test_no_such_sample(void **unused)
{
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct sample good = { 0 }, bad[11] = { 0 };
	struct recording_reader *reader;
	size_t i;

	(void)unused;
	add_proc(add_proc(&bad[0], 20, 1), 10, 1);
	add_proc(&bad[1], 20, 1)->procs[0].run_state = '\033';
	add_target(&bad[2], 1, TARGET_HAS_MAPPINGS);
	add_mapping(&bad[2], 0x1000, 0x1800, "");
	bad[3].sections = SECTION_RUNS;
	sample_add_look(&bad[3])->id.pid = 1;
	*sample_add_range(&bad[3]) = (struct sample_range){ 0x1000, 0x3000, 0 };
	add_one_run(&bad[3], 0x2000, 2, PAGE_WRITTEN);
	add_command(&bad[4], 10, 1, "short");
	bad[4].texts[0].second = 6;
	/* of nobody */
	add_proc(&bad[5], 0, 1);
	add_target(&bad[6], 1, 0)->target.id.pid = 0;
	bad[7].sections = SECTION_RUNS;
	sample_add_look(&bad[7]);
	add_command(&bad[8], 0, 1, "nobody's");
	bad[9].sections = SECTION_PAGES;
	sample_add_pages(&bad[9]);
	bad[10].sections = SECTION_PSS;
	sample_add_pss(&bad[10]);
	write_next(writer, add_proc(&good, 10, 1));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		errno = 0;
		assert_int_equal(recording_write(writer, &bad[i], 0),
				 ST_SYSTEM);
		assert_int_equal(errno, EINVAL);
		write_next(writer, add_proc(&good, 10, 1));
		sample_release(&bad[i]);
	}
	reader = finish(writer, &file, &good);
	assert_int_equal(recording_nr(reader), 1 + ARRAY_SIZE(bad));
	recording_seek(reader, SIZE_MAX);
	assert_null(recording_damage(reader));
	recording_reader_free(reader);
	sample_release(&good);
}

static void test_no_room(void **unused)
{
	struct sample sample = { 0 };
	struct recording_writer *writer;
	int fd = open("/dev/full", O_WRONLY), ends[2];

	(void)unused;
	assert_null(recording_writer_new(fd, &world_header));
	assert_int_equal(errno, ENOSPC);
	close(fd);
	assert_int_equal(recording_close(NULL), ST_OK);
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	writer = recording_writer_new(ends[1], &world_header);
	assert_non_null(writer);
	write_next(writer, &sample);
	close(ends[0]);
	assert_int_equal(recording_write(writer, &sample, 0), ST_SYSTEM);
	assert_int_equal(errno, EPIPE);
	errno = 0;
	assert_int_equal(recording_write(writer, &sample, 0), ST_SYSTEM);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(recording_close(writer), ST_SYSTEM);
	assert_int_equal(errno, EPIPE);
}

/* Whoever is killed has written all that was given to it. */
static void test_killed(void **unused)
{
	struct file file = new_file();
	struct sample sample = { 0 };
	struct recording_reader *reader;
	struct recording_writer *writer;
	pid_t child = fork_child();
	int status, i;

	(void)unused;
	if (!child) {
		writer = writer_to(&file);
		for (i = 0; i < 5; i++)
			write_next(writer, add_proc(&sample, 10 + i, 1));
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	reader = open_whole(&file);
	assert_int_equal(recording_nr(reader), 5);
	recording_reader_free(reader);
	close(file.fd);
}

/* ---- what is damaged */

/* Play all of @file: a beginning of @story, told if it is not all. */
static size_t play(const struct file *file, const struct story *story,
		   bool *told)
{
	char why[RECORDING_WHY] = "";
	struct recording_reader *reader = recording_open(file->path, why);
	struct sample sample = { 0 };
	size_t nr = 0;

	*told = !reader;
	if (!reader) {
		assert_true(strlen(why) > 10);
		return 0;
	}
	for (; recording_next(reader, &sample); nr++) {
		assert_true(nr < story->nr);
		assert_same(&sample, &story->samples[nr]);
	}
	assert_int_equal(nr, recording_nr(reader));
	*told = recording_damage(reader);
	recording_reader_free(reader);
	sample_release(&sample);
	return nr;
}

static void test_cut_anywhere(void **unused)
{
	struct story story = tell(5, 10, 4);
	struct recording_reader *reader = open_whole(&story.file);
	struct file file = new_file();
	size_t len, size, nr, next = 0;
	unsigned char *bytes = contents(&story.file, &size);
	bool told;

	(void)unused;
	for (len = 0; len <= size; len++) {
		fill(&file, bytes, len);
		nr = play(&file, &story, &told);
		if (next < story.nr - 1 &&
		    len == recording_frame(reader, next + 1)->offset)
			next++;
		if (len == size)
			next = story.nr;
		assert_int_equal(nr, next);
		/* a whole frame's end is none that can be told */
		assert_int_equal(told,
				 len != size && (!next || len !=
				 recording_frame(reader, next)->offset) &&
				 len != recording_frame(reader, 0)->offset);
	}
	free(bytes);
	close(file.fd);
	recording_reader_free(reader);
	end(&story);
}

static void test_flip_anywhere(void **unused)
{
	struct story story = tell(5, 10, 4);
	struct file file = new_file();
	size_t i, k, size;
	unsigned char *bytes = contents(&story.file, &size);
	static const unsigned char flips[] = { 0x01, 0x80, 0xff };
	bool told;

	(void)unused;
	for (i = 0; i < size; i++) {
		for (k = 0; k < ARRAY_SIZE(flips); k++) {
			bytes[i] ^= flips[k];
			fill(&file, bytes, size);
			assert_true(play(&file, &story, &told) < story.nr);
			assert_true(told);
			bytes[i] ^= flips[k];
		}
	}
	free(bytes);
	close(file.fd);
	end(&story);
}

static void test_damage_is_told(void **unused)
{
	struct story story = tell(5, 10, 4);
	struct recording_reader *reader = open_whole(&story.file);
	uint64_t offset = recording_frame(reader, 4)->offset;
	uint64_t second = recording_frame(reader, 1)->offset;
	char expected[RECORDING_WHY];
	size_t size;
	unsigned char *bytes = contents(&story.file, &size);

	(void)unused;
	recording_reader_free(reader);
	setenv("TZ", "UTC0", 1);
	bytes[offset + 50] ^= 1;
	fill(&story.file, bytes, size);
	reader = recording_open(story.file.path, expected);
	snprintf(expected, sizeof(expected),
		 "damaged at byte %llu: plays 2 lists (4 samples) up to 22:30:01",
		 (unsigned long long)offset);
	assert_string_equal(recording_damage(reader), expected);
	recording_reader_free(reader);
	fill(&story.file, bytes, offset - 1);
	reader = recording_open(story.file.path, expected);
	assert_memory_equal(recording_damage(reader), "cut off at byte ", 16);
	assert_non_null(strstr(recording_damage(reader), "(3 samples)"));
	recording_reader_free(reader);
	fill(&story.file, bytes, second + 1);
	reader = recording_open(story.file.path, expected);
	assert_non_null(strstr(recording_damage(reader), " (1 sample) up to"));
	recording_reader_free(reader);
	free(bytes);
	end(&story);
}

/* A frame whose checksums are right, and that is no sample, at @offset. */
static void fill_with_nonsense(const struct file *file, struct story *story,
			       size_t nr, uint64_t offset)
{
	static const char nonsense[] = "\x05\x01\x03\xff\xff\xff";
	struct recording_frame frame = {
		.time_ns = story->times[nr], .stored = sizeof(nonsense),
		.unpacked = sizeof(nonsense),
	};
	size_t size;
	unsigned char *bytes = contents(&story->file, &size);
	struct rec_out out = { 0 };
	struct rec_crc crc;

	rec_crc_init(&crc);
	frame.checksum = rec_crc(&crc, nonsense, sizeof(nonsense));
	rec_put_bytes(&out, bytes, offset);
	rec_put_envelope(&out, &crc, &frame, (uint32_t)nr);
	rec_put_bytes(&out, nonsense, sizeof(nonsense));
	fill(file, out.data, out.len);
	free(out.data);
	free(bytes);
}

static void test_nonsense_ends_it(void **unused)
{
	struct story story = tell(5, 10, 4);
	struct recording_reader *reader = open_whole(&story.file);
	struct file file = new_file();
	struct sample whole = { 0 }, sample = { 0 };
	bool told;

	(void)unused;
	fill_with_nonsense(&file, &story, 6,
			   recording_frame(reader, 6)->offset);
	recording_seek(reader, 6);
	recording_whole(reader, &whole);
	recording_reader_free(reader);
	assert_int_equal(play(&file, &story, &told), 6);
	assert_true(told);
	reader = open_whole(&file);
	assert_int_equal(recording_nr(reader), 7);
	recording_seek(reader, 7);
	assert_non_null(recording_damage(reader));
	assert_int_equal(recording_position(reader), 6);
	recording_whole(reader, &sample);
	assert_same(&sample, &whole);
	/* and it goes on from anywhere before */
	recording_seek(reader, 2);
	assert_true(recording_next(reader, &sample));
	assert_same(&sample, &story.samples[2]);
	recording_reader_free(reader);
	sample_release(&sample);
	sample_release(&whole);
	close(file.fd);
	end(&story);
}

static void assert_refused(const struct file *file, const char *expected)
{
	char why[RECORDING_WHY] = "";

	assert_null(recording_open(file->path, why));
	assert_string_equal(why, expected);
}

/* Nothing but its beginning is right: there is no moment to be shown. */
static void test_no_first_sample(void **unused)
{
	struct story story = tell(5, 10, 4);
	struct recording_reader *reader = open_whole(&story.file);
	uint64_t offset = recording_frame(reader, 0)->offset;
	struct file file = new_file();
	char expected[RECORDING_WHY];
	size_t size;
	unsigned char *bytes = contents(&story.file, &size);

	(void)unused;
	recording_reader_free(reader);
	bytes[offset + 4] = 1;
	fill_with_nonsense(&file, &story, 0, offset);
	snprintf(expected, sizeof(expected),
		 "nothing can be played: damaged at byte %llu",
		 (unsigned long long)offset);
	assert_refused(&file, expected);
	fill(&file, bytes, offset + 1);
	snprintf(expected, sizeof(expected),
		 "nothing can be played: cut off at byte %llu",
		 (unsigned long long)offset);
	assert_refused(&file, expected);
	free(bytes);
	close(file.fd);
	end(&story);
}

/* Somebody empties the file while it plays: there is a moment all the same. */
static void test_taken_away(void **unused)
{
	struct story story = tell(5, 30, 4);
	struct recording_reader *reader = open_whole(&story.file);
	struct sample sample = { 0 };

	(void)unused;
	recording_seek(reader, 20);
	assert_int_equal(ftruncate(story.file.fd, 0), 0);
	assert_false(recording_next(reader, &sample));
	assert_non_null(recording_damage(reader));
	assert_int_equal(recording_nr(reader), 1);
	assert_int_equal(recording_position(reader), 1);
	recording_seek(reader, 0);
	assert_true(recording_next(reader, &sample));
	assert_same(&sample, &story.samples[0]);
	assert_false(recording_next(reader, &sample));
	recording_reader_free(reader);
	sample_release(&sample);
	end(&story);
}

/* A number of an envelope is another one, and its checksum is right for that. */
static void put_in_envelope(unsigned char *envelope, size_t at, uint64_t number,
			    size_t size)
{
	struct rec_crc crc;
	uint32_t sum;

	rec_crc_init(&crc);
	memcpy(envelope + at, &number, size);
	sum = rec_crc(&crc, envelope, REC_ENVELOPE - sizeof(sum));
	memcpy(envelope + REC_ENVELOPE - sizeof(sum), &sum, sizeof(sum));
}

static void test_times_that_can_not_be(void **unused)
{
	static const uint64_t day = 24 * 3600 * NSEC_PER_SEC;
	const struct {
		size_t at;
		uint64_t number;
		bool good;
	} tries[] = {
		{ 20, 390 * day, true }, { 20, 410 * day, false },
		{ 20, UINT64_MAX, false }, { 20, (1ULL << 62) + 1, false },
		{ 28, (1ULL << 33) - 1, true }, { 28, 1ULL << 33, false },
		{ 28, UINT64_MAX, false },
	};
	struct story story = tell(5, 3, 4);
	struct recording_reader *reader = open_whole(&story.file);
	uint64_t offset = recording_frame(reader, 2)->offset;
	size_t size, i;
	unsigned char *bytes = contents(&story.file, &size), before[44];
	char why[RECORDING_WHY];

	(void)unused;
	recording_reader_free(reader);
	memcpy(before, bytes + offset, sizeof(before));
	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		memcpy(bytes + offset, before, sizeof(before));
		put_in_envelope(bytes + offset, tries[i].at, tries[i].number,
				8);
		fill(&story.file, bytes, size);
		reader = recording_open(story.file.path, why);
		assert_non_null(reader);
		assert_int_equal(recording_nr(reader), tries[i].good ? 3 : 2);
		recording_reader_free(reader);
	}
	free(bytes);
	end(&story);
}

/* Nor are they written. */
static void test_times_that_are_not_written(void **unused)
{
	struct file file = new_file();
	struct recording_writer *writer = writer_to(&file);
	struct recording_reader *reader;
	struct sample sample = { 0 };
	uint64_t now = world_header.time_ns;

	(void)unused;
	add_proc(&sample, 10, 1);
	assert_int_equal(recording_write(writer, &sample, now), ST_OK);
	now += 401 * 24 * 3600 * NSEC_PER_SEC;
	errno = 0;
	assert_int_equal(recording_write(writer, &sample, now), ST_SYSTEM);
	assert_int_equal(errno, EINVAL);
	sample.wall_s = -1;
	assert_int_equal(recording_write(writer, &sample, 0), ST_SYSTEM);
	sample.wall_s = 0;
	assert_int_equal(recording_write(writer, &sample, 0), ST_OK);
	reader = finish(writer, &file, &sample);
	assert_int_equal(recording_nr(reader), 2);
	/* of a sample that doesn't know it, it is reckoned */
	assert_int_equal(recording_frame(reader, 1)->wall_s,
			 world_header.wall_s);
	assert_true(recording_next(reader, &sample));
	assert_int_equal(sample.wall_s, 0);
	recording_reader_free(reader);
	sample_release(&sample);
}

/* What an envelope tells of a sample is what the sample is. */
static void test_other_sections(void **unused)
{
	struct story story = tell(5, 5, 4);
	struct recording_reader *reader = open_whole(&story.file);
	uint64_t offset = recording_frame(reader, 3)->offset;
	unsigned int sections = recording_frame(reader, 3)->sections;
	size_t size;
	unsigned char *bytes = contents(&story.file, &size);
	bool told;

	(void)unused;
	recording_reader_free(reader);
	put_in_envelope(bytes + offset, 6, sections ^ SECTION_LIST, 2);
	fill(&story.file, bytes, size);
	assert_int_equal(play(&story.file, &story, &told), 3);
	assert_true(told);
	/* of those that a later version has nothing is known */
	put_in_envelope(bytes + offset, 6, sections | 0x8000, 2);
	fill(&story.file, bytes, size);
	assert_int_equal(play(&story.file, &story, &told), 5);
	assert_false(told);
	free(bytes);
	end(&story);
}

static void test_nobody_is_refused(void **unused)
{
	static const struct sample list;
	struct rec_ids ids = { .list = &list };
	struct rec_in in = rec_in("\0\0\7", 3);

	(void)unused;
	assert_int_equal(rec_get_any_id(&in, &ids).start_ns, 7);
	assert_false(in.bad);
	in = rec_in("\0\0\7", 3);
	rec_get_id(&in, &ids);
	assert_true(in.bad);
}

/* The same bytes, with a checksum that is right for the beginning. */
static void fill_with_sum(const struct file *file, unsigned char *bytes,
			  size_t size)
{
	struct rec_crc crc;
	uint32_t sum;
	size_t len = bytes[12];

	rec_crc_init(&crc);
	sum = rec_crc(&crc, bytes, len - 4);
	memcpy(bytes + len - 4, &sum, sizeof(sum));
	fill(file, bytes, size);
}

static void test_refused(void **unused)
{
	struct story story = tell(5, 3, 4);
	size_t size;
	unsigned char *bytes = contents(&story.file, &size);
	bool told;

	(void)unused;
	bytes[8]++;
	fill_with_sum(&story.file, bytes, size);
	assert_refused(&story.file,
		       "recorded in the format 2.0 by another tamtop: this one plays 1.x");
	bytes[8]--;
	bytes[10]++;
	fill_with_sum(&story.file, bytes, size);
	assert_int_equal(play(&story.file, &story, &told), 3);
	bytes[16] = 1;
	fill_with_sum(&story.file, bytes, size);
	assert_refused(&story.file,
		       "recorded by a newer tamtop, with what this one doesn't know");
	bytes[16] = 0;
	bytes[21] = 0x40;
	fill_with_sum(&story.file, bytes, size);
	assert_refused(&story.file,
		       "recorded on a machine whose pages have another size");
	fill(&story.file, "#!/bin/sh\nexit 0\n# not at all", 29);
	assert_refused(&story.file, "this is no recording of tamtop");
	free(bytes);
	end(&story);
}

static void test_no_file(void **unused)
{
	const struct file none = { .path = "/nonexistent/file" };
	const struct file folder = { .path = "/" };

	(void)unused;
	assert_refused(&none, "can't be opened: No such file or directory");
	assert_refused(&folder, "a recording must be a file");
}

/* ---- what a later version may add */

static void test_later_records_and_fields(void **unused)
{
	const struct rec_moment moment = { .key = false };
	struct rec_state state = { 0 };
	struct rec_out body = { 0 }, out = { 0 };
	struct sample sample = { 0 };
	struct rec_in in;

	(void)unused;
	/* the head: a sample with a list and something else, and one field */
	rec_put_bytes(&body, "\x01\x06\x81\x02\0\0\0\x07", 8);
	/* the list: a field of the system that is none, a process likewise */
	rec_put_bytes(&body, "\x02\x14", 2);
	rec_put_number(&body, 1U << 20 | 1);
	rec_put_bytes(&body, "\x06\x05", 2);
	rec_put_number(&body, (1ULL << 40 | 1U << 17 | 1U << 3) << 2 | 3);
	rec_put_bytes(&body, "\x08\x0a", 2);
	rec_put_number(&body, 1ULL << 50);
	/* and a record that is none */
	rec_put_bytes(&body, "\x64\x02xx", 4);
	body.data[9] = (unsigned char)(body.len - 14);
	rec_put_number(&out, body.len);
	rec_put_bytes(&out, body.data, body.len);
	in = rec_in(out.data, out.len);
	assert_true(rec_get_payload(&in, &state, &moment, &sample));
	assert_int_equal(sample.sections, SECTION_LIST);
	assert_int_equal(sample.sys.faults, 3);
	assert_int_equal(sample.nr_procs, 1);
	assert_int_equal(sample.procs[0].resident, 4);
	assert_int_equal(sample.procs[0].id.pid, 5);
	rec_state_release(&state);
	sample_release(&sample);
	free(body.data);
	free(out.data);
}

static void test_checksum(void **unused)
{
	struct rec_crc crc;

	(void)unused;
	rec_crc_init(&crc);
	assert_int_equal(rec_crc(&crc, "123456789", 9), 0xcbf43926);
	assert_int_equal(rec_crc(&crc, "", 0), 0);
}

static void test_numbers(void **unused)
{
	static const uint64_t numbers[] = {
		0, 1, 127, 128, 1U << 31, UINT64_MAX, UINT64_MAX - 1,
		1ULL << 63,
	};
	struct rec_out out = { 0 };
	struct rec_in in;
	size_t i;

	(void)unused;
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		rec_put_number(&out, numbers[i]);
		rec_put_difference(&out, numbers[i], 77);
	}
	in = rec_in(out.data, out.len);
	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		assert_true(rec_get_number(&in) == numbers[i]);
		assert_true(rec_get_difference(&in, 77) == numbers[i]);
	}
	assert_false(in.bad || rec_more(&in));
	rec_get_number(&in);
	assert_true(in.bad);
	in = rec_in("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10);
	assert_int_equal(rec_get_number(&in), 0);
	assert_true(in.bad);
	free(out.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_checksum),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_every_field_is_told),
		cmocka_unit_test(test_seek_equals_play),
		cmocka_unit_test(test_key_frames),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_what_was_told_stays),
		cmocka_unit_test(test_target_and_exec),
		cmocka_unit_test(test_runs_become_one),
		cmocka_unit_test(test_no_such_sample),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_flip_anywhere),
		cmocka_unit_test(test_damage_is_told),
		cmocka_unit_test(test_nonsense_ends_it),
		cmocka_unit_test(test_no_first_sample),
		cmocka_unit_test(test_taken_away),
		cmocka_unit_test(test_times_that_can_not_be),
		cmocka_unit_test(test_times_that_are_not_written),
		cmocka_unit_test(test_other_sections),
		cmocka_unit_test(test_nobody_is_refused),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_later_records_and_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
