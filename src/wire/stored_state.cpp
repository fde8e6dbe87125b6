#include "wire/stored_state.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace parasol {
namespace {

RecordProblem problem_of(Store store, std::string key, RecordFault fault) {
    return {store, std::move(key), fault};
}

// Where any record is newer, that is what is wrong: the others may look damaged only to this version.
std::optional<RecordProblem> find_newer(const RawRecords& raw) {
    StoredHead head;
    if (raw.head && decode_head(*raw.head, head) == RecordFault::newer_format) {
        return problem_of(Store::meta, head_key, RecordFault::newer_format);
    }
    const auto find = [](Store store, RecordKind kind, const std::vector<StorageRecord>& records) {
        std::optional<RecordProblem> found;
        for (const StorageRecord& record : records) {
            const RecordFault fault = open_record(kind, record.bytes).fault;
            if (fault == RecordFault::newer_format) found = problem_of(store, record.key, fault);
        }
        return found;
    };
    const auto page = find(Store::pages, RecordKind::page, raw.pages);
    return page ? page : find(Store::log, RecordKind::log, raw.log);
}

using Problem = std::optional<RecordProblem>;

Problem read_head(const RawRecords& raw, StoredHead& head) {
    if (!raw.head) {
        if (raw.pages.empty()) return std::nullopt;
        return problem_of(Store::meta, head_key, RecordFault::missing);
    }
    const RecordFault fault = decode_head(*raw.head, head);
    if (fault != RecordFault::none) return problem_of(Store::meta, head_key, fault);
    return std::nullopt;
}

Problem read_pages(const RawRecords& raw, const StoredHead& head, RowSet& rows, StoredState& state) {
    std::unordered_map<std::uint64_t, const std::string*> records;
    for (const StorageRecord& record : raw.pages) {
        if (const auto number = parse_numbered_key(record.key)) records.emplace(*number, &record.bytes);
    }
    PageChanges pages;
    for (const auto& [number, checksum] : head.pages) {
        const auto found = records.find(number);
        const auto fail = [key = numbered_key(number)](RecordFault fault) {
            return problem_of(Store::pages, key, fault);
        };
        if (found == records.end()) return fail(RecordFault::missing);
        const std::string& record = *found->second;
        const OpenedRecord opened = open_record(RecordKind::page, record);
        if (opened.fault != RecordFault::none) return fail(opened.fault);
        if (record_checksum(record) != checksum) return fail(RecordFault::damaged);
        PageChanges::Put put{number, checksum, record.size(), {}};
        const auto take_scope = [&](const Scope& scope, std::size_t) { put.scopes.push_back(scope); };
        if (!read_page(opened.payload, rows, take_scope)) return fail(RecordFault::not_decodable);
        pages.put.push_back(std::move(put));
        records.erase(found);
    }
    for (const auto& [number, record] : records) state.orphans.insert(number);
    if (state.table.apply(pages)) return std::nullopt;
    return problem_of(Store::meta, head_key, RecordFault::not_decodable);
}

// Hands the entries from state.next_entry on to take(patch), which says whether they count.
template <class Take>
Problem read_log(const std::vector<StorageRecord>& log, StoredState& state, Take&& take) {
    for (const StorageRecord& record : log) {
        const auto fail = [&](RecordFault fault) { return problem_of(Store::log, record.key, fault); };
        const auto number = parse_numbered_key(record.key);
        if (!number) return fail(RecordFault::not_a_record);
        Segment segment;
        segment.number = *number;
        std::vector<std::string_view> entries;
        const RecordFault fault = decode_segment(record.bytes, segment, entries);
        if (fault != RecordFault::none) return fail(fault);
        if (segment.first_entry > state.next_entry) return fail(RecordFault::missing);
        std::uint64_t entry = segment.first_entry;
        for (const std::string_view bytes : entries) {
            if (entry++ != state.next_entry) continue;  // known already
            RowPatch patch;
            std::vector<MetaUpdate> meta;
            if (!decode_entry(bytes, patch, meta)) return fail(RecordFault::not_decodable);
            update_meta(state.meta, meta);
            for (const PulledScope& part : patch) state.dirty.insert(part.scope);
            state.log_bytes += bytes.size();
            ++state.next_entry;
            take(std::move(patch));
        }
        state.segments.insert(segment.number);
        state.segment = std::move(segment);
    }
    return std::nullopt;
}

// What is known of the log is there yet. Another may have erased it to make room, or have begun anew.
bool goes_on(const std::vector<StorageRecord>& log, const Segment& known) {
    if (known.entries.empty()) return true;
    const std::string key = numbered_key(known.number);
    for (const StorageRecord& record : log) {
        if (record.key != key) continue;
        Segment segment;
        std::vector<std::string_view> entries;
        return decode_segment(record.bytes, segment, entries) == RecordFault::none &&
               segment.first_entry == known.first_entry &&
               segment.entries.compare(0, known.entries.size(), known.entries) == 0;
    }
    return false;
}

}  // namespace

LoadedRows interpret(const RawRecords& raw, StoredState& state) {
    LoadedRows loaded;
    StoredHead head;
    loaded.problem = read_head(raw, head);
    state.generation = head.generation;
    state.next_entry = head.first_entry;
    state.next_page = head.next_page;
    state.segment.number = head.segment;
    state.meta = head.meta;
    if (!loaded.problem) loaded.problem = read_pages(raw, head, loaded.rows, state);
    if (!loaded.problem) {
        loaded.problem =
            read_log(raw.log, state, [&](const RowPatch& patch) { apply_patch(loaded.rows, patch); });
    }
    if (loaded.problem) {
        if (const auto newer = find_newer(raw)) loaded.problem = newer;
        const bool newer = loaded.problem->fault == RecordFault::newer_format;
        loaded.error = newer ? StorageError::newer : StorageError::corrupt;
        loaded.rows.clear();
    } else {
        for (const std::uint64_t orphan : state.orphans) {
            state.next_page = std::max(state.next_page, orphan + 1);
        }
        loaded.meta = state.meta;
    }
    return loaded;
}

bool interpret_newer(const std::vector<StorageRecord>& log, StoredState& state,
                     std::vector<RowPatch>& patches) {
    const std::uint64_t known = state.next_entry;
    if (!goes_on(log, state.segment)) return false;
    state.segments.clear();
    const Problem problem =
        read_log(log, state, [&](RowPatch patch) { patches.push_back(std::move(patch)); });
    return !problem && state.next_entry >= known;
}

}  // namespace parasol
