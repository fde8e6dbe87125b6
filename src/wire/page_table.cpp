#include "wire/page_table.h"

#include <algorithm>
#include <utility>

#include "domain/sort_by.h"
#include "wire/binary.h"

namespace parasol {
namespace {

constexpr std::size_t key_digits = 10;

struct Piece {
    Scope scope;
    std::string bytes;
};

std::optional<Piece> piece_of(const RowSet& rows, const Scope& scope) {
    const ScopeRows* held = rows.scope(scope);
    if (!held) return std::nullopt;
    Piece piece{scope, {}};
    append_scope(piece.bytes, scope, *held);
    return piece;
}

// Scopes of one thing next to each other: what changes together is on one page.
bool stands_before(const Scope& a, const Scope& b) {
    if (a.id != b.id) return a.id < b.id;
    if (a.text != b.text) return a.text < b.text;
    return a.kind < b.kind;
}

// Fills one page after another.
class Packer {
  public:
    Packer(std::size_t page_bytes, std::uint64_t& next_page, PageChanges& changes)
        : page_bytes_(page_bytes), next_page_(next_page), changes_(changes) {}

    void add(const Piece& piece) {
        if (!payload_.empty() && payload_.size() + piece.bytes.size() > page_bytes_) close();
        payload_ += piece.bytes;
        scopes_.push_back(piece.scope);
    }
    void close() {
        if (!payload_.empty()) close_as(next_page_++);
    }
    void close_as(std::uint64_t number) {
        std::string record = seal_record(RecordKind::page, payload_);
        changes_.put.push_back({number, record_checksum(record), record.size(), std::move(scopes_)});
        changes_.writes.push_back({Store::pages, numbered_key(number), std::move(record)});
        payload_.clear();
        scopes_.clear();
    }

  private:
    std::size_t page_bytes_;
    std::uint64_t& next_page_;
    PageChanges& changes_;
    std::string payload_;
    std::vector<Scope> scopes_;
};

bool read_meta(BinaryReader& reader, MetaStrings& meta) {
    for (std::size_t left = reader.count(); left > 0 && reader.good(); --left) {
        std::string key;
        std::string value;
        if (reader.read(key) && reader.read(value)) meta[key] = std::move(value);
    }
    return reader.good();
}

}  // namespace

std::string numbered_key(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(key_digits - std::min(key_digits, digits.size()), '0') + digits;
}

std::optional<std::uint64_t> parse_numbered_key(std::string_view key) {
    std::uint64_t number = 0;
    for (const char digit : key) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return key.size() == key_digits ? std::optional(number) : std::nullopt;
}

// --- The head

std::string encode_head(const StoredHead& head) {
    BinaryWriter writer;
    for (const std::uint64_t number : {head.generation, head.first_entry, head.segment, head.next_page}) {
        writer.varint(number);
    }
    writer.varint(head.meta.size());
    for (const auto& [key, value] : head.meta) {
        writer.value(std::string_view(key));
        writer.value(std::string_view(value));
    }
    writer.varint(head.pages.size());
    for (const auto& [number, checksum] : head.pages) {
        writer.varint(number);
        writer.fixed32(checksum);
    }
    return seal_record(RecordKind::head, writer.bytes());
}

RecordFault decode_head(std::string_view record, StoredHead& head) {
    const OpenedRecord opened = open_record(RecordKind::head, record);
    if (opened.fault != RecordFault::none) return opened.fault;
    BinaryReader reader(opened.payload);
    for (std::uint64_t* number : {&head.generation, &head.first_entry, &head.segment, &head.next_page}) {
        *number = reader.varint();
    }
    read_meta(reader, head.meta);
    for (std::size_t left = reader.count(); left > 0 && reader.good(); --left) {
        const std::uint64_t number = reader.varint();
        head.pages.emplace_back(number, reader.fixed32());
    }
    return reader.good() && reader.at_end() ? RecordFault::none : RecordFault::not_decodable;
}

// --- The log

std::string encode_entry(const RowPatch& patch, const std::vector<MetaUpdate>& meta) {
    BinaryWriter writer;
    writer.varint(meta.size());
    for (const MetaUpdate& update : meta) {
        writer.value(std::string_view(update.key));
        write_binary(writer, update.value);
    }
    write_binary(writer, patch);
    return writer.take();
}

bool decode_entry(std::string_view bytes, RowPatch& patch, std::vector<MetaUpdate>& meta) {
    BinaryReader reader(bytes);
    for (std::size_t left = reader.count(); left > 0 && reader.good(); --left) {
        MetaUpdate update;
        if (reader.read(update.key) && read_binary(reader, update.value)) meta.push_back(std::move(update));
    }
    return read_binary(reader, patch) && reader.at_end();
}

void update_meta(MetaStrings& meta, const std::vector<MetaUpdate>& updates) {
    for (const MetaUpdate& update : updates) {
        if (update.value) {
            meta[update.key] = *update.value;
        } else {
            meta.erase(update.key);
        }
    }
}

void Segment::append(std::uint64_t entry_number, std::string_view entry) {
    if (entries.empty()) first_entry = entry_number;
    BinaryWriter writer;
    writer.value(entry);
    entries += writer.bytes();
}

std::string Segment::record() const {
    BinaryWriter writer;
    writer.varint(first_entry);
    writer.raw(entries);
    return seal_record(RecordKind::log, writer.bytes());
}

RecordFault decode_segment(std::string_view record, Segment& segment,
                           std::vector<std::string_view>& entries) {
    const OpenedRecord opened = open_record(RecordKind::log, record);
    if (opened.fault != RecordFault::none) return opened.fault;
    BinaryReader reader(opened.payload);
    segment.first_entry = reader.varint();
    segment.entries = opened.payload.substr(opened.payload.size() - reader.left());
    while (!reader.at_end()) entries.push_back(reader.raw(reader.count()));
    return reader.good() ? RecordFault::none : RecordFault::not_decodable;
}

// --- The pages

PageChanges PageTable::plan(const ScopeSet& changed, const std::set<std::uint64_t>& suspect,
                            const RowSet& rows, std::uint64_t& next_page) const {
    PageChanges changes;
    std::set<std::uint64_t> touched = suspect;
    std::vector<Piece> pool;
    const auto into_pool = [&](std::optional<Piece> piece) {
        if (piece) pool.push_back(std::move(*piece));
    };
    for (const Scope& scope : changed) {
        const auto found = page_of_.find(scope);
        if (found != page_of_.end()) {
            touched.insert(found->second);
        } else {
            into_pool(piece_of(rows, scope));
        }
    }
    Packer packer(page_bytes_, next_page, changes);
    const auto pieces_of = [&](const Page& page) {
        std::vector<Piece> pieces;
        for (const Scope* scope : page.scopes) {
            if (auto piece = piece_of(rows, *scope)) pieces.push_back(std::move(*piece));
        }
        return pieces;
    };
    const auto dissolve = [&](std::uint64_t number, std::vector<Piece> pieces) {
        changes.removed.insert(number);
        for (Piece& piece : pieces) pool.push_back(std::move(piece));
    };
    for (const std::uint64_t number : touched) {
        const auto page = pages_.find(number);
        if (page == pages_.end()) continue;
        std::vector<Piece> pieces = pieces_of(page->second);
        std::size_t total = 0;
        for (const Piece& piece : pieces) total += piece.bytes.size();
        if (total < page_bytes_ / 4) {
            dissolve(number, std::move(pieces));
            continue;
        }
        std::size_t kept = 0;
        for (Piece& piece : pieces) {
            if (kept == 0 || kept + piece.bytes.size() <= page_bytes_) {
                kept += piece.bytes.size();
                packer.add(piece);
            } else {
                pool.push_back(std::move(piece));
            }
        }
        packer.close_as(number);
    }
    if (pool.empty()) return changes;
    // New scopes go where there is room, so that pages do not become many and small.
    auto smallest = pages_.end();
    for (auto page = pages_.begin(); page != pages_.end(); ++page) {
        if (touched.count(page->first) != 0 || page->second.bytes > page_bytes_ / 4 * 3) continue;
        if (smallest == pages_.end() || page->second.bytes < smallest->second.bytes) smallest = page;
    }
    if (smallest != pages_.end()) dissolve(smallest->first, pieces_of(smallest->second));
    sort_in_order(pool, [](const Piece& a, const Piece& b) { return stands_before(a.scope, b.scope); });
    for (const Piece& piece : pool) packer.add(piece);
    packer.close();
    return changes;
}

PageChanges PageTable::plan_whole(const RowSet& rows, std::uint64_t& next_page) const {
    PageChanges changes;
    changes.removed = numbers();
    std::vector<const Scope*> order;
    order.reserve(rows.scopes().size());
    for (const auto& [scope, held] : rows.scopes()) order.push_back(&scope);
    sort_in_order(order, [](const Scope* a, const Scope* b) { return stands_before(*a, *b); });
    Packer packer(page_bytes_, next_page, changes);
    for (const Scope* scope : order) packer.add(*piece_of(rows, *scope));
    packer.close();
    return changes;
}

void PageTable::remove(std::uint64_t number) {
    const auto page = pages_.find(number);
    if (page == pages_.end()) return;
    bytes_ -= page->second.bytes;
    for (const Scope* scope : page->second.scopes) page_of_.erase(page_of_.find(*scope));
    pages_.erase(page);
}

bool PageTable::apply(const PageChanges& changes) {
    for (const std::uint64_t number : changes.removed) remove(number);
    for (const PageChanges::Put& put : changes.put) remove(put.number);
    for (const PageChanges::Put& put : changes.put) {
        Page& page = pages_[put.number];
        page.checksum = put.checksum;
        page.bytes = put.bytes;
        bytes_ += put.bytes;
        page.scopes.reserve(put.scopes.size());
        for (const Scope& scope : put.scopes) {
            const auto [at, added] = page_of_.emplace(scope, put.number);
            if (!added) return false;
            page.scopes.push_back(&at->first);
        }
    }
    return true;
}

std::set<std::uint64_t> PageTable::numbers() const {
    std::set<std::uint64_t> numbers;
    for (const auto& [number, page] : pages_) numbers.insert(number);
    return numbers;
}

std::vector<std::pair<std::uint64_t, std::uint32_t>> PageTable::listed_after(
    const PageChanges& changes) const {
    std::map<std::uint64_t, std::uint32_t> checksums;
    for (const auto& [number, page] : pages_) checksums[number] = page.checksum;
    for (const std::uint64_t number : changes.removed) checksums.erase(number);
    for (const PageChanges::Put& put : changes.put) checksums[put.number] = put.checksum;
    return {checksums.begin(), checksums.end()};
}

}  // namespace parasol
