// SPDX-License-Identifier: GPL-2.0
/* Processes below their parents, and what of them is folded. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/pid_map.h"
#include "model/row.h"
#include "model/row_sum.h"
#include "model/tree.h"

#define NONE PID_MAP_NONE

/* Where a row stands among the others, by its number. */
struct links {
	size_t parent, child, next;	/* child: the first one */
	size_t walk;			/* that came by; 0: none */
};

struct tree {
	struct proc_id *folded;		/* by rising pid, then start */
	size_t nr_folded, max_folded;

	struct row **rows;		/* in the order of siblings */
	size_t nr_rows, max_rows;
	struct links *links;		/* of each row */
	size_t max_links;
	struct pid_map by_pid;

	struct tree_node *nodes;
	size_t nr_nodes, max_nodes;
	struct row **hidden;
	size_t nr_hidden, max_hidden;
	struct row *sums;		/* of folded nodes that are shown */
	size_t nr_sums, max_sums;
};

struct tree *tree_new(void)
{
	return xcalloc(1, sizeof(struct tree));
}

void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	free(tree->folded);
	free(tree->rows);
	free(tree->links);
	pid_map_release(&tree->by_pid);
	free(tree->nodes);
	free(tree->hidden);
	free(tree->sums);
	free(tree);
}

/* A parent that is younger than its child only has its parent's number. */
static size_t parent_of(const struct tree *tree, const struct row *row)
{
	size_t at;

	if (row->now.ppid <= 0 || row->now.ppid == row->now.id.pid)
		return NONE;
	at = pid_map_find(&tree->by_pid, tree->rows, row->now.ppid);
	if (at == NONE ||
	    tree->rows[at]->now.id.start_ns > row->now.id.start_ns)
		return NONE;
	return at;
}

/* A walk upward that meets itself has found a circle: it ends there. */
static void cut_circles(struct links *links, size_t nr)
{
	size_t i, at;

	for (i = 0; i < nr; i++) {
		for (at = i; at != NONE && !links[at].walk;
		     at = links[at].parent)
			links[at].walk = i + 1;
		if (at != NONE && links[at].walk == i + 1)
			links[at].parent = NONE;
	}
}

/* Returns the first root. Each is put before those behind it. */
static size_t link_rows(struct tree *tree)
{
	struct links *links;
	size_t i, root = NONE, *first;

	tree->links = xgrow(tree->links, tree->nr_rows, &tree->max_links,
			    sizeof(*tree->links));
	links = tree->links;
	for (i = 0; i < tree->nr_rows; i++)
		links[i] = (struct links){
			.parent = parent_of(tree, tree->rows[i]), .child = NONE,
		};
	cut_circles(links, tree->nr_rows);
	for (i = tree->nr_rows; i-- > 0;) {
		first = links[i].parent == NONE ? &root :
						  &links[links[i].parent].child;
		links[i].next = *first;
		*first = i;
	}
	return root;
}

static bool is_folded(const struct tree *tree, struct proc_id id)
{
	return tree->nr_folded &&
	       bsearch(&id, tree->folded, tree->nr_folded,
		       sizeof(*tree->folded), proc_id_compare);
}

/*
 * What comes behind row @at and all below it: its sibling, or that of who is
 * above, but below @top. *depth follows.
 */
static size_t behind(const struct links *links, size_t at, size_t top,
		     unsigned int *depth)
{
	while (at != top && links[at].next == NONE) {
		at = links[at].parent;
		--*depth;
		if (at == NONE)
			return NONE;
	}
	return at == top ? NONE : links[at].next;
}

/* All below row @top, to be told as one. */
static void hide_below(struct tree *tree, size_t top, struct tree_node *node)
{
	const struct links *links = tree->links;
	size_t at = links[top].child;
	unsigned int depth = 0;

	node->first_hidden = tree->nr_hidden;
	while (at != NONE) {
		tree->hidden = xgrow(tree->hidden, tree->nr_hidden + 1,
				     &tree->max_hidden, sizeof(*tree->hidden));
		tree->hidden[tree->nr_hidden++] = tree->rows[at];
		at = links[at].child != NONE ? links[at].child :
					       behind(links, at, top, &depth);
	}
	node->nr_hidden = tree->nr_hidden - node->first_hidden;
}

static struct tree_node *add_node(struct tree *tree, size_t at,
				  unsigned int depth, uint64_t lines)
{
	const struct links *links = &tree->links[at];
	struct tree_node *node = &tree->nodes[tree->nr_nodes++];

	*node = (struct tree_node){
		.row = tree->rows[at], .depth = depth,
		.lines = depth < TREE_LINES ? lines & ((1ULL << depth) - 1) :
					      lines,
		.last = links->next == NONE, .parent = links->child != NONE,
	};
	return node;
}

/* Does somebody at this depth stand further down? */
static uint64_t set_line(uint64_t lines, unsigned int depth, bool further)
{
	uint64_t bit = depth < TREE_LINES ? 1ULL << depth : 0;

	return further ? lines | bit : lines & ~bit;
}

/* All that is shown, parents before their children. */
static void walk(struct tree *tree)
{
	size_t at = link_rows(tree);
	const struct links *links = tree->links;
	struct tree_node *node;
	unsigned int depth = 0;
	uint64_t lines = 0;

	tree->nodes = xgrow(tree->nodes, tree->nr_rows, &tree->max_nodes,
			    sizeof(*tree->nodes));
	tree->nr_nodes = 0;
	tree->nr_hidden = 0;
	while (at != NONE) {
		node = add_node(tree, at, depth, lines);
		lines = set_line(lines, depth, links[at].next != NONE);
		if (node->parent && !is_folded(tree, node->row->now.id)) {
			at = links[at].child;
			depth++;
			continue;
		}
		if (node->parent)
			hide_below(tree, at, node);
		at = behind(links, at, NONE, &depth);
	}
}

static void sum_up(const struct tree *tree, const struct tree_node *node,
		   struct row *sum)
{
	size_t i;

	row_sum_begin(sum, node->row);
	for (i = 0; i < node->nr_hidden; i++)
		row_sum_add(sum, tree_hidden(tree, node, i));
}

static size_t nr_with_hidden(const struct tree *tree)
{
	size_t i, nr = 0;

	for (i = 0; i < tree->nr_nodes; i++)
		nr += tree->nodes[i].nr_hidden != 0;
	return nr;
}

/* The rows of folded nodes become their sums, wherever these belong then. */
static void put_sums(struct tree *tree)
{
	size_t i, at;

	tree->nr_sums = 0;
	tree->sums = xgrow(tree->sums, nr_with_hidden(tree), &tree->max_sums,
			   sizeof(*tree->sums));
	for (i = 0; i < tree->nr_nodes; i++) {
		if (!tree->nodes[i].nr_hidden)
			continue;
		at = pid_map_find(&tree->by_pid, tree->rows,
				  tree->nodes[i].row->now.id.pid);
		sum_up(tree, &tree->nodes[i], &tree->sums[tree->nr_sums]);
		tree->rows[at] = &tree->sums[tree->nr_sums++];
		tree->nodes[i].row = tree->rows[at];
	}
}

void tree_build(struct tree *tree, struct row *const *rows, size_t nr,
		tree_compare_fn *compare, void *ctx)
{
	size_t i;

	tree->rows = xgrow(tree->rows, nr, &tree->max_rows,
			   sizeof(*tree->rows));
	tree->nr_rows = 0;
	for (i = 0; i < nr; i++)
		if (!rows[i]->gone)
			tree->rows[tree->nr_rows++] = rows[i];
	pid_map_fill(&tree->by_pid, tree->rows, tree->nr_rows);
	walk(tree);
	if (!nr_with_hidden(tree))
		return;
	put_sums(tree);
	if (!compare)
		return;
	qsort_r(tree->rows, tree->nr_rows, sizeof(*tree->rows), compare, ctx);
	pid_map_fill(&tree->by_pid, tree->rows, tree->nr_rows);
	walk(tree);
}

size_t tree_nr(const struct tree *tree)
{
	return tree->nr_nodes;
}

const struct tree_node *tree_node(const struct tree *tree, size_t i)
{
	return i < tree->nr_nodes ? &tree->nodes[i] : NULL;
}

struct row *tree_hidden(const struct tree *tree, const struct tree_node *node,
			size_t i)
{
	return tree->hidden[node->first_hidden + i];
}

/* Where @id stands among the folded ones, or is to stand. */
static size_t folded_place(const struct tree *tree, struct proc_id id)
{
	size_t low = 0, high = tree->nr_folded, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (proc_id_compare(&tree->folded[middle], &id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool tree_fold(struct tree *tree, struct proc_id id, bool folded)
{
	size_t at = folded_place(tree, id);
	struct proc_id *place;

	if (is_folded(tree, id) == folded)
		return false;
	if (folded)
		tree->folded = xgrow(tree->folded, tree->nr_folded + 1,
				     &tree->max_folded, sizeof(*tree->folded));
	place = &tree->folded[at];
	if (folded) {
		memmove(place + 1, place,
			(tree->nr_folded++ - at) * sizeof(*place));
		*place = id;
	} else {
		memmove(place, place + 1,
			(--tree->nr_folded - at) * sizeof(*place));
	}
	return true;
}

/* Those from @depth on that have somebody below them; false: there are none. */
static bool fold_from(struct tree *tree, unsigned int depth)
{
	const struct tree_node *node = tree->nodes;
	const struct tree_node *end = node + tree->nr_nodes;

	for (; node < end; node++)
		if (node->depth >= depth && node->parent)
			tree->folded[tree->nr_folded++] = node->row->now.id;
	return tree->nr_folded;
}

/* Not the topmost, unless nothing else can be. */
bool tree_fold_all(struct tree *tree)
{
	if (tree_has_folded(tree)) {
		tree->nr_folded = 0;
		return true;
	}
	tree->folded = xgrow(tree->folded, tree->nr_nodes, &tree->max_folded,
			     sizeof(*tree->folded));
	tree->nr_folded = 0;
	if (!fold_from(tree, 1) && !fold_from(tree, 0))
		return false;
	qsort(tree->folded, tree->nr_folded, sizeof(*tree->folded),
	      proc_id_compare);
	return true;
}

/* Some that were folded may have ended since. */
bool tree_has_folded(const struct tree *tree)
{
	return tree->nr_folded && nr_with_hidden(tree);
}
