#include "wire/stored_state.h"

#include <algorithm>
#include <utility>

namespace parasol {
namespace {

// To look whether a record is whole takes so much less than to make rows of it.
constexpr std::size_t opening_share = 16;
// Most scopes have a row or two: about as many bytes as the smallest take.
constexpr std::size_t bytes_of_scope = 96;

void spend(std::size_t& bytes, std::size_t spent) { bytes -= std::min(bytes, spent); }

// Where any record is newer, that is what is wrong: the others may look damaged only to this version.
std::optional<RecordProblem> find_newer(RecordKind kind, Store store, const std::vector<StorageRecord>& records) {
    std::optional<RecordProblem> found;
    for (const StorageRecord& record : records) {
        const RecordFault fault = open_record(kind, record.bytes).fault;
        if (fault == RecordFault::newer_format) found = RecordProblem{store, record.key, fault};
    }
    return found;
}

}  // namespace

// --- The log

bool LogReading::goes_on() const {
    const Segment& known = state_.segment;
    if (known.entries.empty()) return true;
    const std::string key = numbered_key(known.number);
    for (const StorageRecord& record : log_) {
        if (record.key != key) continue;
        Segment segment;
        std::vector<std::string_view> entries;
        return decode_segment(record.bytes, segment, entries) == RecordFault::none &&
               segment.first_entry == known.first_entry &&
               segment.entries.compare(0, known.entries.size(), known.entries) == 0;
    }
    return false;
}

RecordFault LogReading::open_next() {
    const StorageRecord& record = log_[at_];
    const auto number = parse_numbered_key(record.key);
    if (!number) return RecordFault::not_a_record;
    segment_ = Segment{*number, 0, {}};
    entries_.clear();
    entry_ = 0;
    open_ = true;
    const RecordFault fault = decode_segment(record.bytes, segment_, entries_);
    if (fault != RecordFault::none) return fault;
    return segment_.first_entry > state_.next_entry ? RecordFault::missing : RecordFault::none;
}

bool LogReading::read_entry(std::string_view bytes) {
    RowPatch patch;
    std::vector<MetaUpdate> meta;
    if (!decode_entry(bytes, patch, meta)) return false;
    update_meta(state_.meta, meta);
    for (const PulledScope& part : patch) state_.dirty.insert(part.scope);
    state_.log_bytes += bytes.size();
    ++state_.next_entry;
    take_(std::move(patch));
    return true;
}

bool LogReading::step(std::size_t bytes) {
    if (at_ == 0 && !open_) state_.segments.clear();
    const auto fail = [this](RecordFault fault) {
        problem_ = RecordProblem{Store::log, log_[at_].key, fault};
        return true;
    };
    for (; at_ < log_.size(); ++at_) {
        if (bytes == 0) return false;
        if (!open_) {
            const RecordFault fault = open_next();
            if (fault != RecordFault::none) return fail(fault);
            spend(bytes, log_[at_].bytes.size() / opening_share);
        }
        for (; entry_ < entries_.size(); ++entry_) {
            if (segment_.first_entry + entry_ != state_.next_entry) continue;  // known already
            if (bytes == 0) return false;
            if (!read_entry(entries_[entry_])) return fail(RecordFault::not_decodable);
            spend(bytes, entries_[entry_].size());
        }
        state_.segments.insert(segment_.number);
        state_.segment = std::move(segment_);
        open_ = false;
    }
    return true;
}

// --- Everything

WholeReading::WholeReading(RawRecords raw, std::size_t page_bytes)
    : state(page_bytes), head_record_(std::move(raw.head)), pages_(std::move(raw.pages)),
      log_(std::move(raw.log), state, [this](const RowPatch& patch) { apply_patch(loaded.rows, patch); }) {
    loaded.given_up = raw.given_up;
}

bool WholeReading::fail(Store store, const std::string& key, RecordFault fault) {
    loaded.problem = RecordProblem{store, key, fault};
    return false;
}

bool WholeReading::begin() {
    begun_ = true;
    if (!head_record_ && !pages_.empty()) return fail(Store::meta, head_key, RecordFault::missing);
    if (head_record_) {
        const RecordFault fault = decode_head(*head_record_, head_);
        if (fault != RecordFault::none) return fail(Store::meta, head_key, fault);
    }
    state.generation = head_.generation;
    state.next_entry = head_.first_entry;
    state.next_page = head_.next_page;
    state.segment.number = head_.segment;
    state.meta = head_.meta;
    std::size_t bytes = 0;
    for (StorageRecord& record : pages_) {
        bytes += record.bytes.size();
        if (const auto number = parse_numbered_key(record.key)) unread_.emplace(*number, &record);
    }
    loaded.rows.reserve(bytes / bytes_of_scope);
    state.table.reserve(bytes / bytes_of_scope);
    return true;
}

bool WholeReading::open_page() {
    const auto [number, checksum] = head_.pages[at_];
    const std::string key = numbered_key(number);
    const auto found = unread_.find(number);
    if (found == unread_.end()) return fail(Store::pages, key, RecordFault::missing);
    const std::string& record = found->second->bytes;
    const OpenedRecord opened = open_record(RecordKind::page, record);
    if (opened.fault != RecordFault::none) return fail(Store::pages, key, opened.fault);
    if (record_checksum(record) != checksum) return fail(Store::pages, key, RecordFault::damaged);
    page_.emplace(opened.payload);
    page_read_.put = {{number, checksum, record.size(), {}}};
    return true;
}

// Goes on with a page.
bool WholeReading::read_page(std::size_t& bytes) {
    if (!page_) {
        if (!open_page()) return false;
        spend(bytes, page_->left() / opening_share);
    }
    PageChanges::Put& put = page_read_.put.front();
    const std::size_t before = page_->left();
    const auto take_scope = [&put](const Scope& scope, std::size_t) { put.scopes.push_back(scope); };
    if (!page_->read(bytes, loaded.rows, take_scope)) {
        return fail(Store::pages, numbered_key(put.number), RecordFault::not_decodable);
    }
    spend(bytes, before - page_->left());
    if (!page_->at_end()) return true;
    if (!state.table.apply(page_read_)) return fail(Store::meta, head_key, RecordFault::not_decodable);
    page_.reset();
    // Its bytes are of no use any more, and there are many.
    const auto read = unread_.find(put.number);
    std::string().swap(read->second->bytes);
    unread_.erase(read);
    ++at_;
    return true;
}

bool WholeReading::step(std::size_t bytes) {
    bool good = begun_ || begin();
    while (good && at_ < head_.pages.size()) {
        if (bytes == 0) return false;
        good = read_page(bytes);
    }
    if (good) {
        if (!log_.step(bytes)) return false;
        loaded.problem = log_.problem();
    }
    conclude();
    return true;
}

void WholeReading::conclude() {
    if (!loaded.problem) {
        for (const auto& [orphan, record] : unread_) {
            state.orphans.insert(orphan);
            state.next_page = std::max(state.next_page, orphan + 1);
        }
        loaded.meta = state.meta;
        return;
    }
    if (loaded.problem->store != Store::meta || loaded.problem->fault != RecordFault::newer_format) {
        auto newer = find_newer(RecordKind::page, Store::pages, pages_);
        if (!newer) newer = find_newer(RecordKind::log, Store::log, log_.records());
        if (newer) loaded.problem = newer;
    }
    const bool newer = loaded.problem->fault == RecordFault::newer_format;
    loaded.error = newer ? StorageError::newer : StorageError::corrupt;
    loaded.rows.clear();
}

}  // namespace parasol
