// The texts and bytes that Parasol reads of others, of a disk and of its other tabs: each with how it is read and
// written. The first byte of an input of the fuzzer of decoders says which one is meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/ports.h"
#include "fuzz/must.h"
#include "replica/outcome_record.h"
#include "replica/pending_list.h"
#include "replica/tab_message.h"
#include "wire/binary.h"
#include "wire/json_fields.h"
#include "wire/page_reader.h"
#include "wire/page_table.h"
#include "wire/random_values.h"
#include "wire/storage_export.h"

namespace fuzz {

using namespace parasol;
using testing::RandomValues;

// What decodes is written, reads again as the same, and is then written as the same.
template <class Decode, class Encode>
void goes_round(std::string_view input, Decode&& decode, Encode&& encode) {
    const auto value = decode(input);
    if (!value) return;
    const std::string text = encode(*value);
    const auto again = decode(text);
    must(again.has_value(), "what was written does not read", text);
    must(encode(*again) == text, "what was read again is not what was written", text);
}

struct Kind {
    const char* name;
    void (*run)(std::string_view input);
    std::string (*seed)(RandomValues& values);
};

template <class T>
T any(RandomValues& values) {
    T value{};
    if constexpr (std::is_same_v<T, Request>) {
        value.session = values.text();
        values.fill(value.body);
    } else {
        values.fill(value);
    }
    return value;
}

template <class T>
Kind json(const char* name, std::optional<T> (*decode)(std::string_view), std::string (*encode)(const T&)) {
    static const auto decoder = decode;
    static const auto encoder = encode;
    return {name, [](std::string_view input) { goes_round(input, decoder, encoder); },
            [](RandomValues& values) { return encoder(any<T>(values)); }};
}

template <class T>
Kind binary(const char* name) {
    return {name,
            [](std::string_view input) {
                goes_round(input, [](std::string_view bytes) { return decode_binary<T>(bytes); },
                           [](const T& value) { return encode_binary(value); });
            },
            [](RandomValues& values) { return encode_binary(values.make<T>()); }};
}

// Of a whole record the checksum is right: what is inside it is what the fuzzer changes.
inline RowSet page_rows(std::string_view payload, bool& reads) {
    RowSet rows;
    reads = read_page(payload, rows, [](const Scope&, std::size_t) {});
    return rows;
}
inline std::string page_of(const RowSet& rows) {
    std::string payload;
    for (const auto& [scope, held] : rows.scopes()) append_scope(payload, scope, held);
    return payload;
}
inline void run_page(std::string_view input) {
    bool reads = false;
    const RowSet rows = page_rows(input, reads);
    if (!reads) return;
    const RowSet again = page_rows(page_of(rows), reads);
    must(reads, "a page that was written does not read");
    must(again.scopes().size() == rows.scopes().size(), "a page lost a scope");
    for (const auto& [scope, held] : rows.scopes()) {
        const Scope& in = scope;
        held.each_row([&](const auto& row) {
            const auto* same = again.find<std::decay_t<decltype(row)>>(in, row.id);
            must(same && *same == row, "a page lost a row", to_string(in));
        });
    }
}
inline std::string seed_page(RandomValues& values) {
    RowSet rows;
    for (int left = 3; left > 0; --left) {
        const Scope scope = values.scope();
        for (int more = 3; more > 0; --more) rows.put(scope, values.make<Row>());
    }
    return page_of(rows);
}

inline void run_head(std::string_view input) {
    StoredHead head, again;
    if (decode_head(seal_record(RecordKind::head, input), head) != RecordFault::none) return;
    const std::string text = encode_head(head);
    must(decode_head(text, again) == RecordFault::none, "a head that was written does not read");
    must(encode_head(again) == text, "a head changed");
}
inline std::string seed_head(RandomValues& values) {
    StoredHead head;
    head.generation = values.below(100);
    head.meta["cookie"] = values.text();
    head.pages = {{values.below(100), 7}, {values.below(1000), 8}};
    return std::string(open_record(RecordKind::head, encode_head(head)).payload);
}

inline void run_entry(std::string_view input) {
    RowPatch patch, patch_again;
    std::vector<MetaUpdate> meta, meta_again;
    if (!decode_entry(input, patch, meta)) return;
    const std::string text = encode_entry(patch, meta);
    must(decode_entry(text, patch_again, meta_again), "an entry that was written does not read");
    must(encode_entry(patch_again, meta_again) == text, "an entry changed");
    RowSet rows;
    apply_patch(rows, patch);
    apply_patch(rows, patch);
}
inline std::string seed_entry(RandomValues& values) {
    return encode_entry(values.make<RowPatch>(), {{"cookie", values.text()}, {"gone", std::nullopt}});
}

inline void run_segment(std::string_view input) {
    Segment segment;
    std::vector<std::string_view> entries;
    const std::string record = seal_record(RecordKind::log, input);
    if (decode_segment(record, segment, entries) != RecordFault::none) return;
    for (const std::string_view entry : entries) run_entry(entry);
}
inline std::string seed_segment(RandomValues& values) {
    Segment segment;
    segment.number = 3;
    segment.append(8, seed_entry(values));
    segment.append(9, seed_entry(values));
    return std::string(open_record(RecordKind::log, segment.record()).payload);
}

inline void run_export(std::string_view input) {
    decode_export(input);
    const DecodedExport read = decode_export(seal_record(RecordKind::bundle, input));
    if (read.fault != RecordFault::none) return;
    const DecodedExport again = decode_export(encode_export(read.records));
    must(again.fault == RecordFault::none && again.records.size() == read.records.size(), "an export changed");
}
inline std::string seed_export(RandomValues& values) {
    const std::string file = encode_export({{Store::pending, "1", values.text()}, {Store::log, "2", "x"}});
    return std::string(open_record(RecordKind::bundle, file).payload);
}

// What tabs say holds replies and commands, which are read in turn.
inline void run_tab(std::string_view input) {
    goes_round(input, decode_tab_message, [](const TabMessage& message) { return encode(message); });
    const auto message = decode_tab_message(input);
    if (message && message->say == TabSay::pulled) decode_reply(message->body);
    if (message && message->say == TabSay::stored) decode_envelope(message->body);
}
inline std::string seed_tab(RandomValues& values) {
    TabMessage message{TabSay::pulled, {"e.1", "e.2", "1", "0"}, {}};
    message.body = encode(Reply(values.make<Pulled>()));
    if (values.below(2) == 0) message = {TabSay::stored, {"4"}, encode(values.make<Envelope>())};
    return encode(message);
}

inline void run_pending(std::string_view input) {
    const auto split = input.find('\n');
    const std::string key(input.substr(0, split));
    const std::string record(split == std::string_view::npos ? std::string_view() : input.substr(split + 1));
    read_pending(key, record);
    read_outcome(record);
    goes_round(record, [](std::string_view one) { return read_pending_record(one); }, pending_record);
}
inline std::string seed_pending(RandomValues& values) {
    return "000000000001\n" + pending_record(values.make<Envelope>());
}

inline void run_names(std::string_view input) {
    const auto scope = parse_scope(input);
    if (scope) must(parse_scope(to_string(*scope)) == scope, "a scope changed", input);
    const auto id = parse_id(input);
    if (id) must(to_string(*id) == input, "an id changed", input);
    parse_numbered_key(input);
    open_record(RecordKind::page, input);
}
inline std::string seed_names(RandomValues& values) {
    return values.below(2) == 0 ? to_string(values.scope()) : to_string(values.id());
}

inline const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = {
        json<Request>("request", decode_request, encode),
        json<Reply>("reply", decode_reply, encode),
        json<Envelope>("envelope", decode_envelope, encode),
        json<Outcome>("outcome", decode_outcome, encode),
        json<Row>("row", decode_row, encode),
        binary<Row>("binary_row"),
        binary<Envelope>("binary_envelope"),
        binary<JournalRecord>("binary_journal"),
        binary<KeptOutcome>("binary_outcome"),
        {"page", run_page, seed_page},
        {"head", run_head, seed_head},
        {"entry", run_entry, seed_entry},
        {"segment", run_segment, seed_segment},
        {"export", run_export, seed_export},
        {"tab", run_tab, seed_tab},
        {"pending", run_pending, seed_pending},
        {"names", run_names, seed_names},
    };
    return all;
}

}  // namespace fuzz
