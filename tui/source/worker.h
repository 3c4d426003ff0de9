/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_WORKER_H
#define TUI_SOURCE_WORKER_H

#include <stdbool.h>

#include "source/source.h"

/*
 * A thread with a source of its own that turns demands into samples, one at a
 * time, so that nothing which sleeps in the kernel can stop the keys.
 */
struct worker;

/* Start one; NULL with errno set when source or thread can't be had. */
struct worker *worker_start(const struct source_ops *ops);

/*
 * End the thread and free everything. A thread that is stuck in the kernel is
 * left behind, to die with the program, and so is a source that died.
 */
void worker_stop(struct worker *worker);

/* Becomes readable when a sample is finished, or the worker has failed. */
int worker_fd(const struct worker *worker);

/*
 * Hand over @demand, which is copied. false when the last one is still being
 * worked on, its sample was not taken yet, or the worker has failed; then
 * nothing happens.
 */
bool worker_request(struct worker *worker, const struct demand *demand);

/*
 * What is being worked on isn't wanted any more: end it early. Its sample, as
 * far as it came, has to be taken all the same.
 */
void worker_interrupt(struct worker *worker);

/*
 * The finished sample, or NULL when there is none. It stays the worker's, and
 * as it is until the next request. *st says how it went, *error is its errno.
 */
const struct sample *worker_take(struct worker *worker, enum status *st,
				 int *error);

/*
 * The line with which the source died (see die()), or NULL if it didn't: then
 * the thread has ended, but not the program, which is for the caller to do.
 * *st is the code. The line stays the worker's.
 */
const char *worker_failed(struct worker *worker, enum status *st);

#endif
