// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/views.h"
#include "check.h"
#include "view/keymap.h"
#include "view/process/mapping_column.h"
#include "view/process/mapping_order.h"
#include "view/process/process.h"
#include "view/view.h"

#define BASE 0x7f0000000000ULL
#define MANY 100000
#define PID 412

static const struct proc_id process_id = { .pid = PID, .start_ns = 7 };

/* Mappings of @pages pages each, 2 * @pages apart; a few have another kind. */
struct world {
	struct view_env env;
	struct view *view;
	struct sample sample;
	uint64_t now_ns;
	size_t nr;
	uint64_t pages;
	size_t skip;			/* this one is unmapped; 0: none is */
	bool extra;			/* and one more is there */
	uint64_t turn;			/* another one: other counts */
	size_t alive;			/* only of this one; 0: of all */
	bool answers_pss;
	uint64_t pss_cost_ns;
};

static uint64_t start_of(const struct world *world, size_t i)
{
	return BASE + i * world->pages * 2 * PAGE_BYTES;
}

static uint8_t kind_of(size_t i)
{
	return i % 10 == 3 ? KIND_TAMALLOC : i % 10 == 7 ? KIND_FILE :
							   KIND_ANON;
}

static struct keymap keys;

static void add_mapping(struct world *world, size_t i)
{
	struct sample_mapping *mapping = sample_add_mapping(&world->sample);

	mapping->start = start_of(world, i);
	mapping->end = mapping->start + world->pages * PAGE_BYTES;
	mapping->flags = MAPPING_READ | MAPPING_WRITE;
	mapping->kind = kind_of(i);
}

static void add_list(struct sample *sample, uint64_t now_ns)
{
	struct proc *proc = sample_add_proc(sample);

	sample->sections |= SECTION_LIST;
	sample->time_ns = now_ns;
	proc->id = process_id;
	proc->known = KNOWN_TASK | KNOWN_MM | KNOWN_SWAP |
		      KNOWN_HUGETLB;
	strcpy(proc->comm, "many");
	proc->reserved = 1 << 30;
	proc->resident = 1 << 20;
}

/* As many pages are written as the mapping's number and the turn say. */
static uint64_t written_of(const struct world *world, uint64_t start)
{
	uint64_t i = (start - BASE) / (world->pages * 2 * PAGE_BYTES);

	if (world->alive)
		return i == world->alive ? world->turn : world->pages;
	return (i * 7919 + world->turn * 31) % (world->pages + 1);
}

/* Of @pages pages from the start on the first @written. */
static void fill_cells(struct scan_cell *cell, uint64_t pages,
		       uint64_t cell_pages, uint64_t written)
{
	uint64_t here;

	for (; pages; cell++, pages -= here) {
		here = pages < cell_pages ? pages : cell_pages;
		cell->now.total = here;
		cell->now.in[PAGE_WRITTEN] = written < here ? written : here;
		written -= cell->now.in[PAGE_WRITTEN];
	}
}

static void answer_scans(struct world *world, const struct demand *demand)
{
	const struct demand_scan *asked;
	struct sample_scan *scan;
	uint64_t pages;
	size_t i;

	for (i = 0; i < demand->target.nr_scans; i++) {
		asked = &demand->target.scans[i];
		if (asked->use == SCAN_WINDOW)
			continue;
		pages = (asked->end - asked->start) / PAGE_BYTES;
		scan = sample_add_scan(&world->sample,
				       (pages + asked->cell_pages - 1) /
					       asked->cell_pages);
		scan->use = asked->use;
		scan->start = asked->start;
		scan->end = asked->end;
		scan->cell_pages = asked->cell_pages;
		scan->time_ns = world->now_ns;
		fill_cells(&world->sample.cells[scan->first_cell], pages,
			   asked->cell_pages, written_of(world, asked->start));
	}
}

/* Everything is counted, asked for or not. */
static void demand_all(struct world *world, struct demand *demand)
{
	size_t i;

	demand_reset(demand);
	for (i = 0; i < world->sample.nr_mappings; i++)
		demand_scan(demand, SCAN_COUNT,
			    world->sample.mappings[i].start,
			    world->sample.mappings[i].end, world->pages);
}

static void begin_sample(struct world *world, enum target_state state)
{
	struct sample *sample = &world->sample;
	size_t i;

	world->now_ns += NSEC_PER_SEC;
	world->env.now_ns = world->now_ns;
	sample_reset(sample);
	add_list(sample, world->now_ns);
	sample->sections |= SECTION_TARGET;
	sample->target.id = process_id;
	sample->target.state = state;
	sample->target.time_ns = world->now_ns;
	if (state != TARGET_OK)
		return;
	sample->target.has = TARGET_HAS_MAPPINGS | TARGET_TELLS_ZERO;
	for (i = 0; i < world->nr; i++)
		if (i != world->skip || !i)
			add_mapping(world, i);
	if (world->extra)
		add_mapping(world, world->nr);
}

static void end_sample(struct world *world)
{
	model_update(world->env.model, &world->sample);
	world->view->ops->update(world->view, &world->env);
}

/* A sample that answers what the view asks for. */
static void take_sample(struct world *world)
{
	struct demand demand = { 0 };

	world->view->ops->demand(world->view, &world->env, &demand);
	begin_sample(world, TARGET_OK);
	answer_scans(world, &demand);
	if (demand.target.pss && world->answers_pss) {
		world->sample.target.has |= TARGET_HAS_PSS;
		world->sample.target.pss = 4096;
		world->sample.target.pss_cost_ns = world->pss_cost_ns;
	}
	end_sample(world);
	demand_release(&demand);
}

/* A sample that answers more than that. */
static void take_whole_sample(struct world *world)
{
	struct demand demand = { 0 };

	begin_sample(world, TARGET_OK);
	demand_all(world, &demand);
	answer_scans(world, &demand);
	end_sample(world);
	demand_release(&demand);
}

static void take_state(struct world *world, enum target_state state)
{
	begin_sample(world, state);
	end_sample(world);
}

static void begin(struct world *world, size_t nr, uint64_t pages)
{
	const struct place place = {
		.kind = PLACE_PROCESS, .process = process_id,
	};

	memset(world, 0, sizeof(*world));
	world->nr = nr;
	world->pages = pages;
	world->pss_cost_ns = 1000;
	world->now_ns = 100 * NSEC_PER_SEC;
	keymap_init(&keys);
	world->env = (struct view_env){
		.keys = &keys,
		.model = model_new(), .source = "test", .release = "",
		.delay_ns = NSEC_PER_SEC, .width = 80, .height = 24,
	};
	model_look_into(world->env.model, process_id);
	world->view = process_view.open(&world->env, &place);
	world->view->ops = &process_view;
}

static void end(struct world *world)
{
	world->view->ops->close(world->view);
	model_free(world->env.model);
	sample_release(&world->sample);
}

static void key(struct world *world, enum command command)
{
	const struct act act =
		world->view->ops->command(world->view, &world->env, command);

	assert_int_equal(act.kind, ACT_DONE);
}

static const struct process_view *process(const struct world *world)
{
	return (const struct process_view *)world->view;
}

static const struct target *target(const struct world *world)
{
	return model_target(world->env.model);
}

static const struct mapping *at(const struct world *world, size_t i)
{
	return mapping_order_get(&process(world)->order, target(world), i);
}

static void add_text(struct world *world, enum text_kind kind,
		     const char *text)
{
	struct sample_text *added = sample_add_text(&world->sample);

	added->kind = kind;
	added->id = process_id;
	added->text = strdup(text);
}

/* The model's own would be gone with its next update. */
static void test_a_kept_row_has_texts_of_its_own(void **state)
{
	const struct row *row;
	struct world world;

	(void)state;
	begin(&world, 3, 4);
	model_set_tree(world.env.model, true);
	take_sample(&world);
	sample_reset(&world.sample);
	world.sample.sections = SECTION_TEXTS;
	add_text(&world, TEXT_COMMAND, "python3 lesson.py");
	world.sample.texts[0].first = strlen("python3");
	world.sample.texts[0].second = strlen("lesson.py");
	add_text(&world, TEXT_CGROUP, "/init.scope");
	end_sample(&world);
	take_sample(&world);
	row = model_process(world.env.model, process_id);
	assert_non_null(row->script);
	assert_non_null(row->cgroup);
	assert_non_null(model_listed(world.env.model, 0)->node);
	row = &process(&world)->row;
	assert_string_equal(row->command, "python3 lesson.py");
	assert_null(row->script);
	assert_null(row->cgroup);
	assert_null(row->node);
	end(&world);
}

static void test_columns_fit(void **state)
{
	struct table_layout layout;
	const struct table_place *places = layout.places, *last;
	int width, marked, i;

	(void)state;
	for (width = SCREEN_MIN_WIDTH; width <= 300; width++) {
		for (marked = 0; marked < 2; marked++) {
			table_lay_out(&mapping_table, width, marked, &layout);
			last = &places[layout.nr - 1];
			assert_int_equal(places[0].x, 1);
			for (i = 1; i < layout.nr; i++)
				assert_int_equal(places[i].x,
						 places[i - 1].x +
						 places[i - 1].width + 1);
			assert_ptr_equal(last->column->field,
					 &mapping_fields[MFIELD_NAME]);
			assert_int_equal(last->x + last->width, width);
			assert_true(last->width >= 15);
		}
	}
}

/* Straight from the meaning: no mapping stands before one that beats it. */
static void check_order(const struct world *world, const struct field *field,
			bool inverted, size_t nr)
{
	bool down = field->descending != inverted;
	const struct mapping *a, *b;
	bool a_first, b_first;
	size_t i;
	int cmp;

	assert_int_equal(process(world)->order.nr, nr);
	for (i = 0; i + 1 < nr; i++) {
		a = at(world, i);
		b = at(world, i + 1);
		a_first = a->kind == KIND_TAMALLOC;
		b_first = b->kind == KIND_TAMALLOC;
		if (a_first != b_first) {
			assert_true(a_first);
			continue;
		}
		cmp = field->compare(a, b);
		assert_true(down ? cmp >= 0 : cmp <= 0);
		if (!cmp)
			assert_true(a->start < b->start);
	}
}

static const struct field *const by_default =
	&mapping_fields[MFIELD_TOUCHED_ZERO];

static void test_sorts_by_each_column(void **state)
{
	const struct field *field;
	struct table_layout layout;
	struct world world;
	int i;

	(void)state;
	begin(&world, 300, 40);
	world.env.width = 200;
	take_whole_sample(&world);
	table_lay_out(&mapping_table, 200, false, &layout);
	for (i = 0; i < layout.nr; i++)
		world.view->ops->command(world.view, &world.env,
					 CMD_SORT_PREV);
	for (i = 0; i < layout.nr; i++) {
		field = layout.places[i].column->field;
		if (!field || !field->compare)
			continue;
		check_order(&world, field, false, 300);
		key(&world, CMD_INVERT);
		check_order(&world, field, true, 300);
		/* at the last one it stays */
		world.view->ops->command(world.view, &world.env,
					 CMD_SORT_NEXT);
	}
	end(&world);
}

static void test_touched_is_what_was_counted(void **state)
{
	struct world world;
	size_t i;

	(void)state;
	begin(&world, 300, 40);
	take_whole_sample(&world);
	check_order(&world, by_default, false, 300);
	for (i = 0; i < 300; i++)
		assert_int_equal(pages_touched(&at(&world, i)->counts),
				 written_of(&world, at(&world, i)->start));
	world.turn++;
	take_whole_sample(&world);
	check_order(&world, by_default, false, 300);
	end(&world);
}

static void test_filters_by_kind(void **state)
{
	static const enum mapping_kind kinds[] = {
		KIND_TAMALLOC, KIND_ANON, KIND_FILE,
	};
	static const size_t nr[] = { 30, 240, 30 };
	struct world world;
	char title[128];
	size_t k, i;

	(void)state;
	begin(&world, 300, 4);
	take_whole_sample(&world);
	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		key(&world, CMD_KIND_NEXT);
		check_order(&world, by_default, false, nr[k]);
		for (i = 0; i < nr[k]; i++)
			assert_int_equal(at(&world, i)->kind, kinds[k]);
		world.view->ops->title(world.view, &world.env, title,
				       sizeof(title));
		assert_non_null(strstr(title, mapping_kind_name(kinds[k])));
	}
	key(&world, CMD_KIND_NEXT);
	check_order(&world, by_default, false, 300);
	key(&world, CMD_KIND_PREV);
	check_order(&world, by_default, false, 30);
	end(&world);
}

static void test_selection_stays_on_its_mapping(void **state)
{
	struct world world;
	uint64_t start;
	size_t place;

	(void)state;
	begin(&world, 100, 40);
	take_whole_sample(&world);
	assert_int_equal(process_selected(process(&world))->start,
			 at(&world, 0)->start);
	key(&world, CMD_PAGE_DOWN);
	key(&world, CMD_PAGE_DOWN);
	key(&world, CMD_DOWN);
	start = process_selected(process(&world))->start;
	for (world.turn = 1; world.turn < 10; world.turn++) {
		take_whole_sample(&world);
		assert_int_equal(process_selected(process(&world))->start,
				 start);
	}
	key(&world, CMD_SORT_PREV);
	assert_int_equal(process_selected(process(&world))->start, start);
	world.extra = true;
	take_whole_sample(&world);
	assert_int_equal(process_selected(process(&world))->start, start);
	/* it goes: the place stays */
	place = process(&world)->table.cursor.at;
	world.skip = (start - BASE) / (world.pages * 2 * PAGE_BYTES);
	take_whole_sample(&world);
	assert_int_equal(process(&world)->table.cursor.at, place);
	assert_int_not_equal(process_selected(process(&world))->start, start);
	end(&world);
}

/* Where pages come is what is selected, also below larger ones. */
static void test_the_liveliest_until_one_is_chosen(void **state)
{
	struct world world;

	(void)state;
	begin(&world, 100, 40);
	world.alive = 57;
	for (world.turn = 1; world.turn < 10; world.turn++) {
		take_whole_sample(&world);
		if (world.turn < 2)
			continue;
		assert_int_equal(process(&world)->selected,
				 start_of(&world, 57));
		assert_int_equal(at(&world, process(&world)->table.cursor.at)
					 ->start, start_of(&world, 57));
	}
	assert_true(process(&world)->table.cursor.at > 0);
	key(&world, CMD_END);
	assert_int_equal(process(&world)->table.cursor.at, 99);
	key(&world, CMD_HOME);
	world.turn++;
	take_whole_sample(&world);
	assert_int_equal(process(&world)->table.cursor.at, 0);
	end(&world);
}

static uint64_t *copy_starts(const struct world *world)
{
	size_t nr = process(world)->order.nr;
	uint64_t *starts = calloc(nr, sizeof(*starts));
	size_t i;

	assert_non_null(starts);
	for (i = 0; i < nr; i++)
		starts[i] = at(world, i)->start;
	return starts;
}

/* Nothing moves but by a key; then all of it is right again. */
static void test_many_mappings_hold_their_order(void **state)
{
	struct world world;
	uint64_t *before;
	size_t i;

	(void)state;
	begin(&world, MANY, 8);
	take_whole_sample(&world);
	key(&world, CMD_INVERT);
	key(&world, CMD_INVERT);
	check_order(&world, by_default, false, MANY);
	before = copy_starts(&world);
	world.turn++;
	take_whole_sample(&world);
	for (i = 0; i < MANY; i++)
		assert_int_equal(at(&world, i)->start, before[i]);
	assert_true(process(&world)->order.held);
	key(&world, CMD_INVERT);
	key(&world, CMD_INVERT);
	check_order(&world, by_default, false, MANY);
	free(before);
	end(&world);
}

static void test_many_mappings_come_and_go(void **state)
{
	struct world world;
	uint64_t *before;
	size_t i, place = 0;

	(void)state;
	begin(&world, MANY, 8);
	take_whole_sample(&world);
	key(&world, CMD_INVERT);
	before = copy_starts(&world);
	world.skip = 4711;
	world.extra = true;
	take_whole_sample(&world);
	assert_int_equal(process(&world)->order.nr, MANY);
	for (i = 0; i < MANY; i++) {
		if (before[i] == start_of(&world, world.skip))
			continue;
		assert_int_equal(at(&world, place++)->start, before[i]);
	}
	free(before);
	before = copy_starts(&world);
	assert_int_equal(before[MANY - 1], start_of(&world, MANY));
	assert_int_equal(mapping_order_find(&process(&world)->order,
					    start_of(&world, world.skip)), -1);
	free(before);
	end(&world);
}

/* Until all are counted the order is by little; then it is a true one. */
static void test_many_are_sorted_when_all_are_counted(void **state)
{
	size_t nr = MAPPING_ORDER_LIVE + 100;
	struct world world;

	(void)state;
	begin(&world, nr, 8);
	take_sample(&world);
	assert_true(process(&world)->order.held);
	while (!target(&world)->all.all_counted)
		take_sample(&world);
	check_order(&world, by_default, false, nr);
	end(&world);
}

/* What is selected is recorded; the others on screen are counted. */
static void check_scans(struct world *world, const struct demand *demand)
{
	const struct process_view *view = process(world);
	const struct mapping *selected = process_selected(view), *mapping;
	const struct demand_scan *scan = &demand->target.scans[1];
	size_t i;

	assert_int_equal(scan->use, SCAN_WHOLE);
	assert_int_equal(scan->start, selected->start);
	for (i = 0; i < process_layout(view, &world->env).rows; i++) {
		mapping = at(world, view->table.cursor.top + i);
		if (mapping == selected)
			continue;
		scan++;
		assert_int_equal(scan->use, SCAN_COUNT);
		assert_int_equal(scan->start, mapping->start);
	}
}

/* Few at a time, those on screen always, and in the end every one. */
static void test_all_are_counted_in_turn(void **state)
{
	struct demand demand = { 0 };
	struct world world;
	size_t samples = 0;

	(void)state;
	begin(&world, 30000, 4);
	take_sample(&world);
	assert_false(target(&world)->all.all_counted);
	while (!target(&world)->all.all_counted) {
		demand_reset(&demand);
		world.view->ops->demand(world.view, &world.env, &demand);
		assert_true(demand.target.nr_scans <= 4096 + 2);
		check_scans(&world, &demand);
		take_sample(&world);
		assert_true(++samples < 10);
	}
	demand_release(&demand);
	end(&world);
}

static void test_covered_it_asks_for_no_page(void **state)
{
	struct demand demand = { 0 };
	struct world world;

	(void)state;
	begin(&world, 30, 4);
	take_sample(&world);
	world.env.covered = true;
	world.view->ops->demand(world.view, &world.env, &demand);
	assert_int_equal(demand.target.nr_scans, 0);
	assert_true(demand.target.mappings);
	assert_true(proc_id_equal(demand.target.id, process_id));
	demand_release(&demand);
	end(&world);
}

static bool asks_for_pss(const struct world *world)
{
	struct demand demand = { 0 };
	bool asks;

	world->view->ops->demand(world->view, &world->env, &demand);
	asks = demand.target.pss;
	demand_release(&demand);
	return asks;
}

static void test_pss_is_asked_for_by_a_key_only(void **state)
{
	struct world world;

	(void)state;
	begin(&world, 30, 4);
	world.answers_pss = true;
	take_sample(&world);
	assert_false(asks_for_pss(&world));
	key(&world, CMD_PSS);
	assert_true(asks_for_pss(&world));
	/* a sample that was under way has none */
	world.answers_pss = false;
	take_sample(&world);
	assert_true(asks_for_pss(&world));
	world.answers_pss = true;
	take_sample(&world);
	assert_false(asks_for_pss(&world));
	assert_int_equal(process(&world)->pss, PSS_KNOWN);
	take_sample(&world);
	assert_int_equal(process(&world)->pss, PSS_KNOWN);
	end(&world);
}

/* Asked for again, the sum from before is no answer, unless it is the same. */
static void test_pss_is_summed_up_anew(void **state)
{
	struct world world;
	int samples = 0;

	(void)state;
	begin(&world, 30, 4);
	world.answers_pss = true;
	take_sample(&world);
	key(&world, CMD_PSS);
	take_sample(&world);
	world.answers_pss = false;
	key(&world, CMD_PSS);
	take_sample(&world);
	assert_true(asks_for_pss(&world));
	world.answers_pss = true;
	world.pss_cost_ns = 2000;
	take_sample(&world);
	assert_false(asks_for_pss(&world));
	key(&world, CMD_PSS);
	while (asks_for_pss(&world)) {
		take_sample(&world);
		assert_true(++samples < 10);
	}
	end(&world);
}

static void test_no_pss_comes_of_what_is_gone(void **state)
{
	struct world world;

	(void)state;
	begin(&world, 30, 4);
	take_sample(&world);
	key(&world, CMD_PSS);
	take_state(&world, TARGET_GONE);
	assert_int_equal(process(&world)->pss, PSS_NOT_ASKED);
	end(&world);
}

static void test_what_is_gone_stays(void **state)
{
	struct demand demand = { 0 };
	struct sample empty = { .sections = SECTION_LIST };
	struct world world;

	(void)state;
	begin(&world, 30, 4);
	take_whole_sample(&world);
	take_state(&world, TARGET_GONE);
	empty.time_ns = world.now_ns + 1;
	model_update(world.env.model, &empty);
	world.view->ops->update(world.view, &world.env);
	assert_int_equal(process(&world)->order.nr, 30);
	assert_string_equal(process(&world)->row.now.comm, "many");
	assert_true(target(&world)->now.has & TARGET_TELLS_ZERO);
	world.view->ops->demand(world.view, &world.env, &demand);
	assert_int_equal(demand.target.id.pid, 0);
	key(&world, CMD_DOWN);
	demand_release(&demand);
	end(&world);
}

static void assert_row(struct world *world, int y, const char *expected)
{
	struct screen *screen = screen_new(world->env.width, world->env.height);
	char text[256];
	int x;

	screen_clear(screen);
	world->view->ops->draw(world->view, &world->env, screen);
	for (x = 0; x < world->env.width; x++)
		text[x] = (char)screen_cell(screen, x, y)->glyph;
	while (x && text[x - 1] == ' ')
		x--;
	text[x] = '\0';
	assert_string_equal(text, expected);
	screen_free(screen);
}

/* The sentence is where it always is, and what else there is to say below. */
static void test_why_there_are_no_mappings(void **state)
{
	static const struct {
		enum target_state state;
		const char *sentence, *more;
	} cases[] = {
		{ TARGET_UNKNOWN, "promised 1.0G, given 1.0M: 1 page in 1024.",
		  "Its mappings are being read." },
		{ TARGET_DENIED,
		  "promised 1.0G, given 1.0M: its pages are not ours to see.",
		  "It belongs to another user. Run tamtop as root, or give it" },
		{ TARGET_NO_MEMORY,
		  "It has ended, and all it was given is given back.",
		  "What is left of it waits for its parent." },
		{ TARGET_GONE, "It is gone.", "" },
	};
	struct world world;
	size_t i;
	int y;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		begin(&world, 30, 4);
		world.env.width = 70;
		world.env.height = 24;
		take_state(&world, cases[i].state);
		y = process_layout(process(&world), &world.env).sentence_y;
		assert_row(&world, y, cases[i].sentence);
		assert_row(&world, y + 1, "");
		assert_row(&world, y + 2, cases[i].more);
		end(&world);
	}
}

static void test_keys_need_mappings(void **state)
{
	static const enum target_state states[] = {
		TARGET_UNKNOWN, TARGET_DENIED, TARGET_NO_MEMORY,
	};
	struct world world;
	struct act act;
	size_t i;
	int c;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		begin(&world, 30, 4);
		take_state(&world, states[i]);
		for (c = CMD_NONE; c <= CMD_REDRAW; c++) {
			if (c == CMD_SIGNAL || c == CMD_SEARCH)
				continue;
			act = world.view->ops->command(world.view, &world.env,
						       (enum command)c);
			assert_int_equal(act.kind, ACT_NONE);
		}
		act = world.view->ops->command(world.view, &world.env,
					       CMD_ENTER);
		assert_string_equal(act.why,
				    states[i] == TARGET_UNKNOWN ?
					    "its mappings are being read" :
					    "no mappings here");
		end(&world);
	}
}

/* Returns what is told of it. */
static struct typing type(struct world *world, const char *text, bool kept)
{
	struct typing typing = {
		.text = text, .stage = kept ? TYPING_KEPT : TYPING_ON,
	};

	world->view->ops->typing(world->view, &world->env, &typing);
	return typing;
}

/* It is asked for before there are any, and is found when they have come. */
static void test_a_search_needs_no_mappings(void **state)
{
	char address[24];
	struct world world;
	struct act act;

	(void)state;
	begin(&world, 30, 4);
	snprintf(address, sizeof(address), "%" PRIx64, start_of(&world, 20));
	take_state(&world, TARGET_UNKNOWN);
	act = world.view->ops->command(world.view, &world.env, CMD_SEARCH);
	assert_int_equal(act.kind, ACT_TYPE);
	assert_string_equal(type(&world, address, false).told, "not found");
	assert_true(type(&world, address, true).refused);
	take_state(&world, TARGET_OK);
	assert_string_equal(type(&world, address, false).told, "");
	assert_int_equal(process_selected(process(&world))->start,
			 start_of(&world, 20));
	end(&world);
}

/* The table always has room, a map some or none, and no row is lost. */
static void test_layout_fills_the_screen(void **state)
{
	struct process_layout layout;
	struct world world;
	int height, nr;

	(void)state;
	for (nr = 1; nr < 100; nr += 7) {
		begin(&world, (size_t)nr, 4);
		take_sample(&world);
		for (height = SCREEN_MIN_HEIGHT; height < 100; height++) {
			world.env.height = height;
			layout = process_layout(process(&world), &world.env);
			assert_true(layout.rows >=
				    (height > SCREEN_MIN_HEIGHT ? 5 : 4));
			assert_true(!layout.map_rows || layout.map_rows >= 4);
			assert_true(layout.head_y > layout.header_rows);
			assert_int_equal(layout.status_y, layout.head_y +
					 (int)layout.rows + 1);
			assert_int_equal(layout.status_y + layout.map_rows +
					 !!layout.map_rows, height - 2);
		}
		end(&world);
	}
}

/* Every size, every state of the cursor: nothing outside the screen. */
static void test_draws_at_any_size(void **state)
{
	struct screen *screen = screen_new(1, 1);
	struct world world;
	int width, height;

	(void)state;
	begin(&world, 40, 3000);
	take_sample(&world);
	take_sample(&world);
	key(&world, CMD_DOWN);
	for (height = SCREEN_MIN_HEIGHT; height < 64; height += 3) {
		for (width = SCREEN_MIN_WIDTH; width < 220; width += 7) {
			world.env.width = width;
			world.env.height = height;
			screen_resize(screen, width, height);
			screen_clear(screen);
			world.view->ops->update(world.view, &world.env);
			/* where there is no room for a map it stays */
			world.view->ops->command(world.view, &world.env,
						 CMD_PANE);
			key(&world, CMD_END);
			world.view->ops->draw(world.view, &world.env, screen);
			assert_int_equal(screen_cell(screen, 0, 0)->glyph,
					 ' ');
			assert_int_equal(screen_cell(screen, 0,
						     height - 1)->glyph, ' ');
		}
	}
	screen_free(screen);
	end(&world);
}

static void test_names_are_harmless(void **state)
{
	const struct table_column *column =
		&mapping_table.columns[mapping_table.nr - 1];
	struct screen *screen = screen_new(40, 1);
	struct mapping mapping = { .start = BASE, .end = BASE + PAGE_BYTES };
	int x;

	(void)state;
	mapping.name = "/tmp/\x1b[2J\x9b\xff\n\t/\x01\xe2\x80\xae";
	screen_clear(screen);
	column->draw(&mapping, screen, 0, 0, 40);
	for (x = 0; x < 40; x++) {
		assert_true(screen_cell(screen, x, 0)->glyph >= 0x20);
		assert_true(screen_cell(screen, x, 0)->glyph < 0x7f);
	}
	mapping.name = "";
	assert_string_equal(mapping_name(&mapping), "[anon]");
	mapping.name = "/";
	assert_string_equal(mapping_short_name(&mapping), "/");
	mapping.name = "/usr/lib/x.so (deleted)";
	assert_string_equal(mapping_short_name(&mapping), "x.so (deleted)");
	screen_free(screen);
}

/* What a key has asked for is whole, the command has what is left of it. */
static void test_pss_is_whole_on_a_narrow_screen(void **state)
{
	const struct row row = { .now.comm = "a-long-command" };
	struct target *it = target_new(process_id);
	const struct process_header header = {
		.row = &row, .parent = "", .target = it, .pss = PSS_KNOWN,
		.width = 40,
	};
	struct screen *screen = screen_new(40, 24);
	char text[64], *c;
	int x;

	(void)state;
	it->now.pss = 10649600;
	it->now.uss = 103284736;
	it->now.pss_cost_ns = 12300000;
	process_header_pss(&header, text, sizeof(text));
	assert_true(strlen(text) >= 31);
	process_header_draw(&header, PROCESS_HEADER_MAX, screen, 1);
	x = 40 - (int)strlen(text);
	/* and the word "Command" does not stand for what is not there */
	assert_int_equal(screen_cell(screen, 0, 1)->glyph, ' ');
	for (c = text; *c; c++, x++)
		assert_int_equal(screen_cell(screen, x, 1)->glyph, *c);
	screen_free(screen);
	target_free(it);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_kept_row_has_texts_of_its_own),
		TEST(test_columns_fit),
		TEST(test_sorts_by_each_column),
		TEST(test_touched_is_what_was_counted),
		TEST(test_filters_by_kind),
		TEST(test_selection_stays_on_its_mapping),
		TEST(test_the_liveliest_until_one_is_chosen),
		TEST(test_many_mappings_hold_their_order),
		TEST(test_many_mappings_come_and_go),
		TEST(test_many_are_sorted_when_all_are_counted),
		TEST(test_all_are_counted_in_turn),
		TEST(test_covered_it_asks_for_no_page),
		TEST(test_pss_is_asked_for_by_a_key_only),
		TEST(test_pss_is_summed_up_anew),
		TEST(test_no_pss_comes_of_what_is_gone),
		TEST(test_what_is_gone_stays),
		TEST(test_why_there_are_no_mappings),
		TEST(test_keys_need_mappings),
		TEST(test_a_search_needs_no_mappings),
		TEST(test_layout_fills_the_screen),
		TEST(test_draws_at_any_size),
		TEST(test_names_are_harmless),
		TEST(test_pss_is_whole_on_a_narrow_screen),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tui_process", tests, NULL, NULL);
}
