// SPDX-License-Identifier: GPL-2.0
/* tamdemo's allocator: its objects never overlap, and its books are right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../demo/draw.h"
#include "../../demo/heap.h"

#define PAGE 4096U
#define PAGES 300
#define OBJECTS 20000

/* What the books should say, counted byte by byte. */
struct witness {
	struct heap heap;
	struct heap_object object[OBJECTS];
	unsigned char owned[PAGES * PAGE];
	bool used[PAGES];
	uint64_t state;
};

static void own(struct witness *w, const struct heap_object *object,
		unsigned char from, unsigned char to)
{
	size_t at = heap_offset(&w->heap, object), i;

	assert_in_range(at, object->page * PAGE, (object->page + 1) * PAGE - 1);
	assert_in_range(at + object->size, 1, (object->page + 1) * PAGE);
	for (i = at; i < at + object->size; i++) {
		assert_int_equal(w->owned[i], from);
		w->owned[i] = to;
	}
}

static bool put(struct witness *w, size_t size)
{
	struct heap_object *object = &w->object[w->heap.objects];

	if (!heap_alloc(&w->heap, size, object))
		return false;
	assert_int_equal(object->size, size);
	own(w, object, 0, 1);
	w->used[object->page] = true;
	return true;
}

static bool holds(const struct witness *w, size_t page)
{
	return memchr(w->owned + page * PAGE, 1, PAGE);
}

static void take(struct witness *w, size_t i, bool give_back)
{
	struct heap_object object = w->object[i];
	bool empty;

	own(w, &object, 1, 0);
	empty = heap_free(&w->heap, &object);
	w->object[i] = w->object[w->heap.objects];
	assert_int_equal(empty, !holds(w, object.page));
	if (!empty || !give_back)
		return;
	heap_give_back(&w->heap, object.page);
	w->used[object.page] = false;
}

static void check(const struct witness *w)
{
	size_t page, i, used = 0, holding = 0, live = 0;

	for (page = 0; page < PAGES; page++) {
		used += w->used[page];
		holding += holds(w, page);
	}
	for (i = 0; i < sizeof(w->owned); i++)
		live += w->owned[i];
	assert_int_equal(w->heap.live, live);
	assert_int_equal(w->heap.holding, holding);
	assert_int_equal(w->heap.used, used);
}

static struct witness *begin(uint64_t seed)
{
	struct witness *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_true(heap_create(&w->heap, PAGES, PAGE));
	w->state = seed;
	return w;
}

static void end(struct witness *w)
{
	heap_destroy(&w->heap);
	free(w);
}

static void come_and_go(bool give_back)
{
	struct witness *w = begin(give_back);
	size_t i, size;

	for (i = 0; i < OBJECTS; i++) {
		size = 1 + draw_below(&w->state, PAGE / 2 >>
				      draw_below(&w->state, HEAP_CLASSES));
		if (!put(w, size) || draw_below(&w->state, 3) == 0)
			take(w, draw_below(&w->state, w->heap.objects),
			     give_back);
		if (i % 500 == 0)
			check(w);
	}
	check(w);
	while (w->heap.objects)
		take(w, draw_below(&w->state, w->heap.objects), give_back);
	check(w);
	assert_int_equal(w->heap.holding, 0);
	if (give_back)
		assert_int_equal(w->heap.used, 0);
	else
		assert_in_range(w->heap.used, 1, PAGES);
	end(w);
}

static void pages_stay(void **state)
{
	(void)state;
	come_and_go(false);
}

static void pages_are_given_back(void **state)
{
	(void)state;
	come_and_go(true);
}

/* One page is enough for one class, and is full when its slots are. */
static void a_page_alone(void **state)
{
	struct heap_object object;
	struct heap heap;
	size_t i;

	(void)state;
	assert_true(heap_create(&heap, 1, PAGE));
	assert_int_equal(heap_max(&heap), PAGE / 2);
	for (i = 0; i < HEAP_SLOTS; i++)
		assert_true(heap_alloc(&heap, 16, &object));
	assert_false(heap_alloc(&heap, 1, &object));
	assert_false(heap_alloc(&heap, PAGE / 2, &object));
	assert_false(heap_free(&heap, &object));
	assert_true(heap_alloc(&heap, 9, &object));
	assert_int_equal(heap.used, 1);
	heap_destroy(&heap);
}

/* Pages that hold objects come first, then those that held some, then new. */
static void old_places_first(void **state)
{
	struct heap_object first, second, other;
	struct heap heap;
	size_t i;

	(void)state;
	assert_true(heap_create(&heap, PAGES, PAGE));
	assert_true(heap_alloc(&heap, PAGE / 2, &first));
	for (i = 0; i < 3; i++)
		assert_true(heap_alloc(&heap, PAGE / 2, &second));
	assert_true(heap_alloc(&heap, PAGE / 2, &other));
	assert_int_equal(heap.used, 3);
	assert_true(heap_free(&heap, &other));
	assert_int_equal(heap.used, 3);
	assert_false(heap_free(&heap, &first));
	assert_true(heap_alloc(&heap, PAGE / 2, &first));
	assert_int_equal(first.page, 0);
	assert_true(heap_alloc(&heap, PAGE / 2, &first));
	assert_int_equal(first.page, other.page);
	heap_destroy(&heap);
}

/* Both halves of a page, and runs of pages of one class each. */
static void classes_have_runs(void **state)
{
	struct heap_object large, small;
	struct heap heap;
	size_t i;

	(void)state;
	assert_true(heap_create(&heap, 8 * 128, PAGE));
	assert_true(heap_alloc(&heap, PAGE / 2, &large));
	assert_true(heap_alloc(&heap, 1, &small));
	assert_int_equal(large.page, 0);
	assert_int_equal(small.page, 8);
	for (i = 0; i < 15; i++)
		assert_true(heap_alloc(&heap, PAGE / 2 - i, &large));
	assert_int_equal(large.page, 7);
	assert_true(heap_alloc(&heap, PAGE / 4 + 1, &large));
	assert_int_equal(large.page, 16);
	heap_destroy(&heap);
}

static void the_same_seed_the_same_numbers(void **state)
{
	uint64_t one = 42, two = 42, i;

	(void)state;
	for (i = 1; i < 1000; i++) {
		uint64_t drawn = draw_below(&one, i);

		assert_int_equal(drawn, draw_below(&two, i));
		assert_in_range(drawn, 0, i - 1);
	}
	assert_int_equal(draw(&one), draw(&two));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_stay),
		cmocka_unit_test(pages_are_given_back),
		cmocka_unit_test(a_page_alone),
		cmocka_unit_test(old_places_first),
		cmocka_unit_test(classes_have_runs),
		cmocka_unit_test(the_same_seed_the_same_numbers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tamdemo heap", tests, NULL, NULL);
}
