// Small random histories of rows, and how two sets of rows are compared: by their bytes, in a fixed order.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "random_values.h"
#include "wire/binary.h"
#include "wire/row_patch.h"

namespace parasol::testing {

inline RowPatch snapshot_of(const RowSet& rows) {
    std::vector<Scope> scopes;
    for (const auto& [scope, held] : rows.scopes()) scopes.push_back(scope);
    std::sort(scopes.begin(), scopes.end());
    RowPatch all;
    for (const Scope& scope : scopes) all.push_back(whole_scope(rows, scope));
    return all;
}

inline std::string digest_of(const RowSet& rows) { return encode_binary(snapshot_of(rows)); }

// Few scopes and few ids, so that patches meet each other often.
class RandomPatches {
public:
    explicit RandomPatches(SeededChance& chance) : chance_(chance) {
        for (std::uint64_t at = 1; at <= 12; ++at) {
            scopes_.push_back(account_scope(AccountId(Id{at, at})));
            scopes_.push_back(people_of(AccountId(Id{at, at})));
        }
        scopes_.push_back(invited_scope("a@b.example"));
        scopes_.push_back(due_key("2026-11-22"));
    }

    RowPatch make() {
        RowPatch patch;
        for (std::size_t left = 1 + below(3); left > 0; --left) patch.push_back(part());
        return patch;
    }

    // Every scope with rows.
    RowPatch whole() {
        RowPatch patch;
        for (const Scope& scope : scopes_) {
            if (!chance_.one_in(3)) patch.push_back({scope, ScopeAnswer::whole, rows(), {}});
        }
        return patch;
    }

private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(chance_.below(bound)); }
    Id id() { return Id{7, 1 + below(10)}; }

    Row row() {
        // Mostly small, sometimes as large as a page.
        const std::size_t size = chance_.one_in(30) ? 1500 : below(60);
        if (chance_.one_in(2)) return FaceRow{AccountId(id()), std::string(size, static_cast<char>('a' + below(26)))};
        PersonRow person;
        person.id = PersonId(id());
        person.email = std::string(size, 'e');
        return person;
    }

    std::vector<Row> rows() {
        std::vector<Row> rows;
        for (std::size_t left = below(5); left > 0; --left) rows.push_back(row());
        return rows;
    }

    PulledScope part() {
        PulledScope part{scopes_[below(scopes_.size())], ScopeAnswer::changes, {}, {}};
        const std::size_t kind = below(10);
        if (kind == 0) {
            part.answer = ScopeAnswer::gone;
            return part;
        }
        if (kind < 3) part.answer = ScopeAnswer::whole;
        part.rows = rows();
        if (kind > 6) part.deleted.push_back({row_type<FaceRow>, id()});
        return part;
    }

    SeededChance& chance_;
    std::vector<Scope> scopes_;
};

}  // namespace parasol::testing
