#include "simulation/record.h"

#include "domain/text_rules.h"

namespace simulation {

Facts::Facts(const RowSet& rows) {
    for (const auto& [scope, held] : rows.scopes()) take(scope, held);
}

void Facts::take(const Scope& scope, const ScopeRows& rows) {
    rows.each<PersonRow>([&](const PersonRow& row) {
        persons_.emplace(row.name, row.id);
        emails_[row.id] = lower_email(row.email);
    });
    rows.each<InvitationRow>([&](const InvitationRow& row) {
        if (row.state == InvitationState::accepted) accepted_[row.id] = {row.email, row.account};
    });
    rows.each<AccountRow>([&](const AccountRow& row) {
        parents_[row.id] = row.parent;
        if (row.state == AccountState::suspended) suspended_.insert(row.id);
    });
    rows.each<GrantRow>([&](const GrantRow& row) { grants_.emplace(row.person, row.account); });
    rows.each<FederationRow>([&](const FederationRow& row) { owners_[row.id] = row.owner; });
    rows.each<FederationAdministratorRow>([&](const FederationAdministratorRow& row) {
        if (row.ended == 0) seats_.emplace(row.person, scope.id);
    });
    rows.each<MembershipRow>([&](const MembershipRow& row) {
        if (row.state == MembershipState::active) members_[row.account] = scope.id;
    });
}

bool Facts::is_below(Id account, Id above) const {
    for (auto at = parents_.find(account); at != parents_.end(); at = parents_.find(at->second)) {
        if (at->second == above) return true;
    }
    return false;
}

bool Facts::suspended(Id account) const {
    for (auto at = parents_.find(account); at != parents_.end(); at = parents_.find(at->second)) {
        if (suspended_.count(at->first) != 0) return true;
    }
    return false;
}

bool Facts::reaches(Id person, const ActivityRow& row) const {
    const bool holds_home = grants_.count({person, row.home}) != 0;
    if (row.via == Via::own) return holds_home && row.home == row.account;
    if (row.via == Via::parent) return holds_home && is_below(row.account, row.home);
    const auto member = members_.find(row.account);
    if (member == members_.end() || suspended(row.account)) return false;
    const auto owner = owners_.find(member->second);
    const bool from_there = owner != owners_.end() && owner->second == row.home;
    return seats_.count({person, member->second}) != 0 && (holds_home || from_there);
}

bool Facts::reaches(const std::string& name, const ActivityRow& row) const {
    const auto [first, last] = persons_.equal_range(name);
    for (auto at = first; at != last; ++at) {
        if (reaches(at->second, row)) return true;
    }
    return false;
}

bool Facts::came_since(const Facts& before, const std::string& name, const ActivityRow& row) const {
    if (row.via == Via::federation) return false;
    if (row.via == Via::own ? row.home != row.account : !is_below(row.account, row.home)) return false;
    const auto [first, last] = persons_.equal_range(name);
    for (auto at = first; at != last; ++at) {
        const auto email = emails_.find(at->second);
        const std::pair<std::string, Id> invitation{email == emails_.end() ? "" : email->second, row.home};
        for (const auto& [id, accepted] : accepted_) {
            if (accepted == invitation && before.accepted_.count(id) == 0) return true;
        }
    }
    return false;
}

void Record::begin(const RowSet& rows) {
    for (const auto& [scope, held] : rows.scopes()) known_[scope] = held.count<ActivityRow>();
    first_ = known_;
    before_ = Facts(rows);
}

void Record::look(const RowSet& rows, std::vector<std::string>& problems) {
    Facts now(rows);
    for (const auto& [scope, held] : rows.scopes()) {
        std::size_t& known = known_[scope];
        std::size_t at = 0;
        held.each<ActivityRow>([&, in = scope](const ActivityRow& row) {
            if (at++ >= known) judge(in, row, now, problems);
        });
        known = at;
    }
    before_ = std::move(now);
}

void Record::judge(const Scope& scope, const ActivityRow& row, const Facts& now,
                   std::vector<std::string>& problems) const {
    const bool own = row.person_name.empty();  // the system's
    const bool reached_before = before_.reaches(row.person_name, row);
    const bool reached_now = now.reaches(row.person_name, row);
    const std::string what =
        to_string(scope) + " has " + std::string(command_name(static_cast<std::size_t>(row.command)));
    if (scope.kind == ScopeKind::activity) {
        const bool right = scope.id == row.account && scope.text == utc_month(row.time);
        if (!right) problems.push_back(what + " of another account or month");
        const bool between = now.came_since(before_, row.person_name, row);
        const bool reached = reached_before || reached_now || between;
        if (!own && !reached) problems.push_back(what + " of somebody who does not reach it");
    } else if (scope.kind != ScopeKind::person) {
        problems.push_back(what);
    } else if (!own && reached_before && reached_now) {
        problems.push_back(what + ", which belongs to the account");
    }
}

void Record::compare(const RowSet& rows, const std::vector<JournalRecord>& entries,
                     std::vector<std::string>& problems) const {
    std::map<std::string, int> balance;  // rows less commands, by all that a row says of its command
    const auto key = [](Instant time, AccountId account, AccountId home, Via via, std::int64_t command,
                        std::optional<Refusal> refusal, bool own) {
        return std::to_string(time) + (own ? " system " : " in ") + to_string(account) + " from " + to_string(home) +
               " via " + std::to_string(static_cast<int>(via)) + " " +
               std::string(command_name(static_cast<std::size_t>(command))) + " " +
               std::string(refusal ? to_string(*refusal) : "done");
    };
    for (const auto& [scope, held] : rows.scopes()) {
        const auto first = first_.find(scope);
        std::size_t given = first == first_.end() ? 0 : first->second;
        held.each<ActivityRow>([&](const ActivityRow& row) {
            if (given > 0) {
                --given;
            } else if (row.command != command_number<EndDue> || row.refusal) {
                ++balance[key(row.time, row.account, row.home, row.via, row.command, row.refusal,
                              row.person_name.empty())];
            }
        });
    }
    for (const JournalRecord& record : entries) {
        const Envelope& one = record.envelope;
        const bool own = one.person.is_none();
        const bool ends = std::holds_alternative<EndDue>(one.command) && own;  // may be without effect
        if (record.own || ends || (own && record.refusal) || is_personal(one.command)) continue;
        --balance[key(one.time, one.account, one.home, one.via, static_cast<std::int64_t>(one.command.index()),
                      record.refusal, own)];
    }
    for (const auto& [what, left] : balance) {
        if (left != 0) problems.push_back("recorded " + std::to_string(left) + " too often: " + what);
    }
}

}  // namespace simulation
