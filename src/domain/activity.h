// The record of every command: who, when, from where, in which account, what, and how it ended. The authority writes
// it in the same commit as the command's outcome; a client never does, and no rule reads it. The sentences are made
// of it in ui/words.
#pragma once

#include <vector>

#include "domain/gist.h"
#include "domain/rules.h"

namespace parasol {

// What is to be committed with the outcome of a command: one row; none for what the system did without effect,
// for a look-up's end, which is nobody's doing, and for what a person does with the own inbox.
struct Recorded {
    std::vector<Scope> missed;  // load them and ask again: then `changes` means nothing
    std::vector<Scope> read;
    ChangeSet changes;
};

// What a command was about, as it is recorded: cut where it is long.
std::string cut_subject(std::string text);

// `decision` is done or refused; `rows` are those that it was made on, without its changes, and are left as they were.
// A refused command is recorded where its path reaches the account, without a word that only a row could have told;
// else for its own person alone, without the name of any account. Nothing here is a secret: codes by label.
// The scope that is written is not read and need not be held: it grows with every command. The row's id follows from
// the command, in whose order those of one client are, and is the same again when the journal is replayed.
Recorded record_activity(const Envelope& envelope, const Decision& decision, RowSet& rows);

}  // namespace parasol
