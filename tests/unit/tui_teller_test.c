// SPDX-License-Identifier: GPL-2.0
/*
 * A process is looked into while a recording is played: behind each sample is
 * on screen what whoever recorded it had seen by then, and what a key asks for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/playback.h"
#include "app/player.h"
#include "app_screen.h"
#include "screen/dump.h"
#include "screen/palette.h"
#include "source/replay.h"

#define BEGIN_NS	(1000 * NSEC_PER_SEC)
#define BEGIN_S		1789999990
#define MIB		(1 << 20)

#define WIDTH		100
#define HEIGHT		30
#define TOUCHED_LINE	4

/* The one process, and its one mapping. */
static const struct proc_id id = {
	.pid = 412, .start_ns = 400 * NSEC_PER_SEC,
};

#define MM_ID		7
#define BLOCK_START	0x7f0000000000
#define BLOCK_MIB	8
#define BLOCK_END	(BLOCK_START + BLOCK_MIB * MIB)

/*
 * What was recorded: a look at all of the process, or at its pages alone, which
 * the one before had made somebody ask for.
 */
enum entry_kind { LIST, LOOK, QUICK };

#define UNSEEN	(-1)

struct entry {
	unsigned int at_ms;
	enum entry_kind kind;
	unsigned int mib;	/* were written, as the look saw it */
	int shown;		/* behind it, of that, or UNSEEN */
};

/* On a busy machine it takes 1.4 s until what is asked for is answered. */
static const struct entry busy[] = {
	{ 0, LIST, 0, UNSEEN },	   { 1000, LIST, 0, UNSEEN },
	{ 1100, LOOK, 1, UNSEEN }, { 2000, LIST, 0, UNSEEN },
	{ 2500, QUICK, 2, 2 },	   { 3000, LIST, 0, 2 },
	{ 3100, LOOK, 3, 3 },	   { 4000, LIST, 0, 3 },
	{ 4100, LOOK, 4, 4 },
};

#define BUSY_LOOK	2
#define BUSY_QUICK	4

static struct {
	const struct entry *entries;
	size_t nr_entries;
	struct hand_clock hand;
	struct replay *replay;
	struct player *player;
	struct feed *feed;
} scene;

static void make_list(struct sample *sample, uint64_t time_ns)
{
	struct proc *proc = sample_add_proc(sample);

	sample->sections = SECTION_LIST;
	sample->time_ns = time_ns;
	sample->wall_s = BEGIN_S +
			 (int64_t)((time_ns - BEGIN_NS) / NSEC_PER_SEC);
	proc->id = id;
	proc->known = KNOWN_TASK | KNOWN_MM | KNOWN_RUN;
	proc->run_state = 'R';
	proc->nr_threads = 1;
	proc->reserved = BLOCK_MIB * MIB;
	proc->resident = BLOCK_MIB / 2 * MIB;
	strcpy(proc->comm, "busy");
	sample_sum_up(sample);
}

static void add_runs(struct sample *sample, uint64_t time_ns, unsigned int mib)
{
	struct sample_look *look = sample_add_look(sample);
	struct sample_range *range;
	struct page_run *run;

	sample->sections |= SECTION_RUNS;
	look->id = id;
	look->mm_id = MM_ID;
	look->time_ns = time_ns;
	range = sample_add_range(sample);
	range->start = BLOCK_START;
	range->end = BLOCK_END;
	range->time_ns = time_ns;
	run = sample_add_run(sample);
	run->start = BLOCK_START;
	run->pages = mib * (MIB / PAGE_BYTES);
	run->state = PAGE_WRITTEN;
}

static void add_mapping(struct sample *sample)
{
	struct sample_mapping *mapping = sample_add_mapping(sample);

	sample->target.has |= TARGET_HAS_MAPPINGS;
	mapping->start = BLOCK_START;
	mapping->end = BLOCK_END;
	mapping->flags = MAPPING_READ | MAPPING_WRITE;
	mapping->kind = KIND_ANON;
}

static void make_look(struct sample *sample, uint64_t time_ns,
		      const struct entry *entry)
{
	sample->sections = SECTION_TARGET;
	sample->target = (struct sample_target){
		.id = id,
		.state = TARGET_OK,
		.has = TARGET_HAS_WHO | TARGET_TELLS_ZERO,
		.run_state = 'R',
		.nr_threads = 1,
		.mm_id = MM_ID,
		.time_ns = time_ns,
		.cost_ns = NSEC_PER_MSEC,
	};
	if (entry->kind == LOOK)
		add_mapping(sample);
	add_runs(sample, time_ns, entry->mib);
}

static void write_entry(struct recording_writer *writer,
			const struct entry *entry)
{
	uint64_t time_ns = BEGIN_NS + entry->at_ms * NSEC_PER_MSEC;
	struct sample sample = { 0 };

	if (entry->kind == LIST)
		make_list(&sample, time_ns);
	else
		make_look(&sample, time_ns, entry);
	assert_int_equal(recording_write(writer, &sample, time_ns), ST_OK);
	sample_release(&sample);
}

static struct replay *record(void)
{
	const struct recording_header header = {
		.source = "syscall", .release = "6.12", .ticks = 100,
		.time_ns = BEGIN_NS, .wall_s = BEGIN_S,
	};
	int fd = memfd_create("recording", 0);
	char path[32], why[RECORDING_WHY];
	struct recording_writer *writer;
	struct replay *replay;
	size_t i;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	writer = recording_writer_new(dup(fd), &header);
	assert_non_null(writer);
	for (i = 0; i < scene.nr_entries; i++)
		write_entry(writer, &scene.entries[i]);
	assert_int_equal(recording_close(writer), ST_OK);
	replay = replay_open(path, why);
	assert_non_null(replay);
	close(fd);
	return replay;
}

static void heed(void)
{
	scene.feed->ops->heed_keys(scene.feed);
}

static void key(uint32_t key)
{
	fixture_app_key(&fixture, key);
	heed();
}

/* The next sample is due: it comes, and nothing else. */
static void next(void)
{
	const struct recording_reader *reader = replay_reader(scene.replay);
	size_t before = recording_position(reader);

	scene.hand.now_ns += player_wait(scene.player);
	scene.feed->ops->turn(scene.feed);
	assert_int_equal(recording_position(reader), before + 1);
}

/* Play the recording of @entries from its beginning. */
static void open_scene(const struct entry *entries, size_t nr)
{
	scene.entries = entries;
	scene.nr_entries = nr;
	setenv("TZ", "UTC", 1);
	hand_clock_init(&scene.hand, 77 * NSEC_PER_SEC);
	scene.replay = record();
	scene.player = player_new(replay_reader(scene.replay),
				  &scene.hand.clock);
	fixture_app_init(&fixture);
	fixture.config.player = scene.player;
	fixture.config.recording = "busy.tam";
	fixture.config.source = "replay";
	fixture.config.clock = player_clock(scene.player);
	fixture.config.wall = player_wall(scene.player);
	fixture.config.steady = player_steady(scene.player);
	fixture_app_start(&fixture, WIDTH, HEIGHT);
	scene.feed = playback_new(fixture.app, scene.player, scene.replay);
}

static void close_scene(void)
{
	scene.feed->ops->close(scene.feed);
	fixture_app_stop(&fixture);
	player_free(scene.player);
	replay_free(scene.replay);
}

/* The program, behind the first list, with its process opened. */
static void open_process(const struct entry *entries, size_t nr)
{
	open_scene(entries, nr);
	next();
	key(TK_ENTER);
}

/* All that is on screen; the caller frees it. */
static char *glass(void)
{
	const struct palette palette = { .eighths = true, .colors = 256 };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (!out || !screen_dump(app_draw(fixture.app), &palette, false, out) ||
	    fclose(out))
		abort();
	return text;
}

/* Its rows begin with an offset. */
static bool is_of_map(const char *line)
{
	return line[strspn(line, " ")] == '+';
}

/* Rows of the map whose pages are told, and of these the ones that are full. */
static void count_rows(int *told, int *full)
{
	char *text = glass(), *rest = text, *line;

	*told = 0;
	*full = 0;
	while ((line = strsep(&rest, "\n"))) {
		if (!is_of_map(line))
			continue;
		*told += strstr(line, "█") || strstr(line, "·");
		*full += !!strstr(line, " 100");
	}
	free(text);
}

/*
 * @mib of the block are written, as its counts and its map say; UNSEEN: there
 * is no such number on screen.
 */
static void assert_written(int mib)
{
	char counted[32] = "written ?";
	int told, full;

	if (mib != UNSEEN)
		snprintf(counted, sizeof(counted), "written %d.0M", mib);
	assert_line_has(TOUCHED_LINE, counted);
	count_rows(&told, &full);
	assert_int_equal(told, mib == UNSEEN ? 0 : BLOCK_MIB);
	assert_int_equal(full, mib == UNSEEN ? 0 : mib);
}

/* Behind each sample is on screen what is said of it. */
static void play(const struct entry *entries, size_t nr)
{
	size_t i;

	open_process(entries, nr);
	for (i = 1; i < nr; i++) {
		next();
		assert_written(entries[i].shown);
	}
	close_scene();
}

static void test_look_is_awaited(void **state)
{
	(void)state;
	play(busy, ARRAY_SIZE(busy));
}

static void test_look_in_time_is_awaited(void **state)
{
	static const struct entry in_time[] = {
		{ 0, LIST, 0, UNSEEN },	    { 1100, LOOK, 1, UNSEEN },
		{ 2000, LIST, 0, UNSEEN },  { 3000, LIST, 0, UNSEEN },
		{ 3100, QUICK, 2, 2 },	    { 4000, LIST, 0, 2 },
	};

	(void)state;
	play(in_time, ARRAY_SIZE(in_time));
}

static void test_late_look_is_not_awaited(void **state)
{
	static const struct entry late[] = {
		{ 0, LIST, 0, UNSEEN }, { 1100, LOOK, 1, 1 },
		{ 2000, LIST, 0, 1 },   { 3000, LIST, 0, 1 },
		{ 3101, QUICK, 2, 2 },  { 4000, LIST, 0, 2 },
	};

	(void)state;
	play(late, ARRAY_SIZE(late));
}

static void test_no_look_is_not_awaited(void **state)
{
	static const struct entry none[] = {
		{ 0, LIST, 0, UNSEEN }, { 1000, LIST, 0, UNSEEN },
		{ 1100, LOOK, 1, 1 },   { 2000, LIST, 0, 1 },
		{ 2100, LOOK, 2, 2 },   { 3000, LIST, 0, 2 },
	};

	(void)state;
	play(none, ARRAY_SIZE(none));
}

/* What is known is shown at once, and what was seen then when it was. */
static void press_key_behind(size_t when, bool marked)
{
	size_t i;

	open_process(busy, ARRAY_SIZE(busy));
	if (marked)
		key('m');
	for (i = 1; i < ARRAY_SIZE(busy); i++) {
		next();
		if (i == when)
			key(TK_HOME);
		assert_written(i >= when && i < BUSY_QUICK ? 1 : busy[i].shown);
	}
	close_scene();
}

static void test_key_waits_for_nothing(void **state)
{
	size_t when;

	(void)state;
	for (when = BUSY_LOOK; when < BUSY_QUICK; when++)
		press_key_behind(when, false);
}

/* Nothing is told anew then, which is another way. */
static void test_key_waits_for_nothing_with_a_mark(void **state)
{
	size_t when;

	(void)state;
	for (when = BUSY_LOOK; when < BUSY_QUICK; when++)
		press_key_behind(when, true);
}

/* From where sample @from has just come to where sample @to has. */
static void seek(size_t from, size_t to)
{
	int ms = (int)busy[to].at_ms - (int)busy[from].at_ms;
	char text[32], why[MOMENT_WHY];

	snprintf(text, sizeof(text), "%c%d.%03ds", ms < 0 ? '-' : '+',
		 abs(ms) / 1000, abs(ms) % 1000);
	assert_true(player_seek(scene.player, text, why));
	heed();
}

static void assert_glass(const char *wanted)
{
	char *text = glass();

	assert_string_equal(text, wanted);
	free(text);
}

/* And on from there. A jump is a key, and waits for nothing either. */
static void jump(size_t from, size_t to, char **played)
{
	size_t i;

	open_process(busy, ARRAY_SIZE(busy));
	for (i = 1; i <= from; i++)
		next();
	seek(from, to);
	for (i = to; i < ARRAY_SIZE(busy); i++) {
		if (i > to)
			next();
		if (to >= BUSY_LOOK && i < BUSY_QUICK)
			assert_written(1);
		else
			assert_glass(played[i]);
	}
	close_scene();
}

static void test_jump_shows_what_playing_does(void **state)
{
	char *played[ARRAY_SIZE(busy)] = { NULL };
	size_t i;

	(void)state;
	open_process(busy, ARRAY_SIZE(busy));
	for (i = 1; i < ARRAY_SIZE(busy); i++) {
		next();
		played[i] = glass();
	}
	close_scene();
	for (i = 1; i < ARRAY_SIZE(busy); i++) {
		jump(0, i, played);
		jump(ARRAY_SIZE(busy) - 2, i, played);
	}
	for (i = 1; i < ARRAY_SIZE(busy); i++)
		free(played[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_is_awaited),
		cmocka_unit_test(test_look_in_time_is_awaited),
		cmocka_unit_test(test_late_look_is_not_awaited),
		cmocka_unit_test(test_no_look_is_not_awaited),
		cmocka_unit_test(test_key_waits_for_nothing),
		cmocka_unit_test(test_key_waits_for_nothing_with_a_mark),
		cmocka_unit_test(test_jump_shows_what_playing_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
