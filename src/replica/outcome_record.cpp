#include "replica/outcome_record.h"

#include "wire/json_fields.h"

namespace parasol {
namespace {

struct Record {
    Envelope envelope;
    Outcome outcome;
    Instant at = 0;
    bool anew = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("envelope", self.envelope);
        visit("outcome", self.outcome);
        visit("at", self.at);
        visit("anew", self.anew);
    }
};

}  // namespace

std::string outcome_key(const Outcome& outcome) {
    return to_string(outcome.client) + ":" + std::to_string(outcome.seq);
}

std::string outcome_record(const RefusedCommand& refused) {
    return encode_fields(Record{refused.envelope, refused.outcome, refused.at, refused.anew});
}

std::optional<RefusedCommand> read_outcome(const std::string& record) {
    auto read = decode_fields<Record>(record);
    if (!read || !(read->outcome.refusal || read->anew)) return std::nullopt;
    return RefusedCommand{std::move(read->envelope), std::move(read->outcome), read->at, read->anew};
}

}  // namespace parasol
