/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_LIST_H
#define DEMO_LIST_H

/* All scenarios, printed from their tables: for people, a line each. */
void list_table(void);

/* As JSON: an array with a line each, and all that a launcher may ask. */
void list_json(void);

#endif
