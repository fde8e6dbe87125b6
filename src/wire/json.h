// Messages and stored commands as JSON text, and back. Decoding never trusts its input: it answers nullopt
// for text that is too large, nested deeper than 32, not valid UTF-8, not JSON, of a wrong type, out of
// range, or that names an enumerator, row type, command or scope that is not known. It never asserts, throws
// or reads out of bounds.
//
// The form: a struct is an object with its `fields`, a row or command such an object with its name as "type",
//   {"type":"join","request":"018f...","ticket":"018f..."}
// ids are UUID text, scopes "children:018f...", enumerators their names, instants milliseconds, integers at
// most 2^53 - 1 either way. Empty values (0, false, "", no id, [], nothing) are left out; what is left out
// reads as empty, so a field may be added without breaking older text. Never left out, and refused where
// missing: enumerators, the type, the id of a row, and every id of a command apart from those whose none has
// a meaning (internal_use_id). Fields that are not known are ignored. Where a name is repeated, one
// of its values counts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "domain/commands.h"
#include "wire/messages.h"

namespace parasol {

inline constexpr std::size_t largest_request = 16 * 1024 * 1024;  // bytes; an import of 10,000 rows: 5e6
inline constexpr std::size_t largest_reply = 64 * 1024 * 1024;    // bytes; 100,000 index rows: 25e6
inline constexpr int deepest_json = 32;

// {"protocol":1,"session":"...","type":"pull",...}. Of a request of another protocol version nothing but that version
// is read: whoever answers says so.
std::string encode(const Request& request);
std::optional<Request> decode_request(std::string_view text);

// {"type":"pulled",...}
std::string encode(const Reply& reply);
std::optional<Reply> decode_reply(std::string_view text);

// One stored command: records of the store `pending`, exports of the queue.
std::string encode(const Envelope& envelope);
std::optional<Envelope> decode_envelope(std::string_view text);

std::string encode(const Outcome& outcome);
std::optional<Outcome> decode_outcome(std::string_view text);

// {"type":"account_index",...}
std::string encode(const Row& row);
std::optional<Row> decode_row(std::string_view text);

// Any other struct that has `fields` (a draft, a journal entry): encode_fields and decode_fields of
// json_fields.h.

}  // namespace parasol
