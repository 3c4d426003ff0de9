/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_TREE_H
#define TUI_MODEL_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

struct row;

/* Levels of which lines are told: what is deeper is drawn as deep as that. */
#define TREE_LINES 64

/* A row in its place below its parent. */
struct tree_node {
	struct row *row;	/* if folded: the tree's own, with the sums */
	unsigned int depth;	/* 0: it has no parent here */
	uint64_t lines;		/* bit d: an ancestor at depth d has siblings
				 * further down
				 */
	bool last;		/* of its siblings */
	bool parent;		/* it has children, be they hidden */
	size_t first_hidden;	/* those below it, if it is folded */
	size_t nr_hidden;
};

/*
 * Processes as a tree of parents and children, and which of them are folded.
 * Rows come in, in the order of siblings; they go out with their depth. Folded
 * is a process, not a number: one that gets the pid later is another one.
 */
struct tree;

struct tree *tree_new(void);
void tree_free(struct tree *tree);

/* The order of two rows, as qsort_r(3) has it, of pointers to them. */
typedef int tree_compare_fn(const void *a, const void *b, void *ctx);

/*
 * Build the tree of the @nr @rows, siblings as they come; where some are
 * folded, by their sums, as @compare has them with @ctx; NULL: they keep their
 * places. Rows that are gone are left out. Rows whose parent is
 * not among these, or began after they did (its pid is another process's by
 * now), are roots; so is one of each circle, which rows of no single moment
 * may have. The rows are the caller's, and stay until the next call.
 */
void tree_build(struct tree *tree, struct row *const *rows, size_t nr,
		tree_compare_fn *compare, void *ctx);

/* The nodes that are shown, from the top down; NULL behind the last one. */
size_t tree_nr(const struct tree *tree);
const struct tree_node *tree_node(const struct tree *tree, size_t i);

/* Hidden row @i of @node. */
struct row *tree_hidden(const struct tree *tree, const struct tree_node *node,
			size_t i);

/*
 * Fold, or unfold, the process @id from the next build on; false: it is so
 * already.
 */
bool tree_fold(struct tree *tree, struct proc_id id, bool folded);

/*
 * Unfold all; where none is folded, fold all that have a parent themselves, so
 * that roots show their children. false: there is nothing to fold.
 */
bool tree_fold_all(struct tree *tree);

/* Is something folded? */
bool tree_has_folded(const struct tree *tree);

#endif
