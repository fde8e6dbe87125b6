// What the sample is written with: sources go in, their copies follow by projection, as in a commit.
#pragma once

#include <string>
#include <utility>

#include "authority/ports.h"
#include "authority/sample.h"
#include "authority/sample_names.h"
#include "domain/work.h"

namespace parasol {

// Which account or person an id is of, for those that must be the same for every size and time.
enum class SampleId : std::uint8_t {
    account, person, grant, invitation, federation, membership, code, request, seat, transfer
};

class SampleBuilder {
public:
    SampleBuilder(const SampleOptions& options, Vault& vault, std::string_view names);

    Id next_id(SampleId kind) { return id_of(options.seed, kind, ++numbers_[static_cast<std::size_t>(kind)]); }
    // The n-th id of a kind: the same for the same seed, whatever else is drawn.
    static Id id_of(std::uint64_t seed, SampleId kind, std::uint64_t number);

    // Writes sources, each with its scope, and derives their copies.
    void put(std::vector<std::pair<Scope, Row>> sources);

    AccountRow& add_account(AccountId parent, AccountKind kind, std::string name);
    // Somebody with a grant; the same person where the e-mail address is known.
    PersonId add_person(AccountId account, Role role, const std::string& name, const std::string& email);
    void grant(AccountId account, Role role, PersonId person);
    void invite(AccountId account, Role role, const std::string& email, Instant expires, InvitationState state);

    // Some account owner of the account itself; null where there is none.
    const GrantRow* owner_of(AccountId account) const;

    std::string next_email(std::string_view word);
    Instant days_ago(std::int64_t days) const { return options.now - days * one_day; }

    SampleOptions options;
    Vault& vault;
    SampleNames names;
    SampleChance chance;
    RowSet rows;
    std::vector<AccountRow> accounts;  // as added, in order

private:
    std::uint64_t numbers_[10] = {};
    std::uint64_t next_number_;
    std::uint64_t emails_ = 0;
    std::vector<PersonRow> persons_;
};

// Federations in every state among the customers, leaving out the guide's two accounts.
void add_sample_federations(SampleBuilder& builder, const SampleGuide& guide);
// Draws nothing from builder.chance.
void add_sample_activity(SampleBuilder& builder, const SampleGuide& guide);

}  // namespace parasol
