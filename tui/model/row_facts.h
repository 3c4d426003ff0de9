/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_ROW_FACTS_H
#define TUI_MODEL_ROW_FACTS_H

#include "model/model.h"
#include "model/sentence.h"

/*
 * What is known of a process without looking into it, to be said in a sentence;
 * its tamalloc blocks may have most of what is untouched.
 */
struct sentence_facts row_facts(const struct row *row);

#endif
