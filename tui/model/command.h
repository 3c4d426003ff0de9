/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_COMMAND_H
#define TUI_MODEL_COMMAND_H

#include <stddef.h>

/*
 * Where in @text, a command line, the name of its program begins, which is the
 * first @first bytes; 0: nobody knows where they end. What a program tells of
 * itself there, "sshd: ada@pts/0", or its options, are no part of a path.
 */
size_t command_name(const char *text, size_t first);

/*
 * @text without the paths of an interpreter and its script, which is the next
 * @second bytes behind a blank; NULL: it runs none. To be freed.
 */
char *command_script(const char *text, size_t first, size_t second);

#endif
