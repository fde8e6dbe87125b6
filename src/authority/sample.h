// Sample data: an operator with partners, resellers and customers, the persons who look after them, and
// federations in every state. The same seed, size and time give the same rows, to the last id. The words that
// names are made of are apart (assets/sample/names.txt), so that a page fetches them only when it fills an
// empty demo.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authority/ports.h"
#include "domain/callback.h"

namespace parasol {

inline constexpr std::uint64_t demo_seed = 20261122;

// How the accounts are spread.
enum class SampleShape : std::uint8_t {
    usual,     // resellers below partners, some of them nested, customers below all of them
    one_base,  // every customer directly below the guide's partner: one long table
    deep       // resellers nested six times, so that the tree has eight levels below the operator; every other customer
               // is below one reseller of the lowest, which is below the guide's partner
};

struct SampleOptions {
    std::uint64_t seed = demo_seed;
    std::size_t accounts = 2100;  // about so many, from 10 to 100,000
    Instant now = 0;              // everything happened before
    SampleShape shape = SampleShape::usual;
};

// Where something is that tests and the guide look for.
struct SampleGuide {
    AccountId operator_account;
    AccountId partner;    // of the guide's two accounts
    AccountId blueface;   // "Blueface Control", outside any federation
    AccountId westcoast;  // "WestCoast Cloud Team", outside any federation
    PersonId operator_owner;
    PersonId partner_owner;    // Jane Doe
    PersonId blueface_owner;   // John Doe, customer administrator of Blueface Control
    PersonId westcoast_owner;  // customer administrator of WestCoast Cloud Team
    PersonId billing;          // billing administrator of the partner
    PersonId service;          // service administrator of Blueface Control
    PersonId viewer;           // viewer of the partner
};

// The same for every size and time.
SampleGuide sample_guide(std::uint64_t seed = demo_seed);
// Whom the demo's sign-in names first.
std::vector<PersonId> featured_sign_ins(std::uint64_t seed = demo_seed);

// All rows, copies and key rows included. `names` is the text of names.txt; without it plain English words
// serve.
RowSet make_sample(const SampleOptions& options, Vault& vault, std::string_view names = {});

// Fills an empty database; conflict where it is not empty.
void seed_sample(Database& database, const SampleOptions& options, Vault& vault, std::string_view names,
                 Callback<void(DatabaseError)> done);

}  // namespace parasol
