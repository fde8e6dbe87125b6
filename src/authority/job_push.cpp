#include "authority/drawing.h"
#include "authority/jobs.h"
#include "authority/sessions.h"
#include "wire/binary.h"

namespace parasol {

std::int64_t content_of(const Envelope& envelope) {
    // FNV-1a: finds accidents, not attacks (a client that lies here only fools itself).
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char byte : encode_binary(envelope)) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
    }
    return static_cast<std::int64_t>(hash);
}

namespace {

class PushJob : public Job {
  public:
    PushJob(Desk& desk, std::string session, Push push)
        : desk_(desk), session_(std::move(session)), ended_(push.ended) {
        for (Envelope& envelope : push.commands) {
            Wish wish;
            wish.envelope = std::move(envelope);
            contents_.push_back(content_of(wish.envelope));
            wishes_.push_back(std::move(wish));
        }
        if (!wishes_.empty()) client_ = wishes_.front().envelope.client;
    }

    Missing attempt(Turn& turn) override {
        reply_ = Pushed{client_, 0, std::nullopt};
        Work work(turn.rows());
        const LiveSession session = live_session(work, desk_, session_);
        const PersonId person = session.person;
        confirmed_ = is_confirmed(session, desk_);
        Missing missing = turn.conclude(work);
        if (missing.any()) return missing;
        if (person.is_none()) {
            reply_ = Refusing{Refusal::signed_out, 0};
            return {};
        }
        if (!is_row_of_commands(person)) return refuse(Refusal::malformed);

        const ClientCache::Known* known = desk_.clients.find(client_);
        if (!known) {
            missing.clients.push_back({client_, first_seq() - 1});
            return missing;
        }
        const ClientProgress* begun = turn.find_progress(client_);
        // Another authority may have taken what is missing since this one has looked: a gap is named by who knows.
        const bool is_gap = first_seq() > known->record.last_seq + 1 && first_seq() != ended_ + 1;
        if (is_gap && !begun && !looked_anew_) {
            looked_anew_ = true;
            desk_.clients.drop(client_);
            missing.clients.push_back({client_, first_seq() - 1});
            return missing;
        }
        const PersonId owner = begun ? begun->person : known->record.person;
        if (!owner.is_none() && owner != person) return refuse(Refusal::malformed);
        return take(turn, person);
    }

    void reset() override {
        next_ = 0;
        looked_anew_ = false;
    }

    Reply settle(DatabaseError error, ReadAnswer*) override {
        auto* pushed = std::get_if<Pushed>(&reply_);
        if (error == DatabaseError::none || !pushed) {
            return error == DatabaseError::none ? reply_ : not_stored();
        }
        // Nothing of this turn is there: what is known to be is what there was before it.
        pushed->last_seq = before_;
        pushed->refusal = Refusal::not_stored;
        return reply_;
    }

  private:
    std::int64_t first_seq() const { return wishes_.front().envelope.seq; }

    // One client's commands, of this person, without a hole.
    bool is_row_of_commands(const PersonId& person) const {
        if (wishes_.empty() || client_.is_none() || first_seq() < 1) return false;
        std::int64_t seq = first_seq();
        for (const Wish& wish : wishes_) {
            const Envelope& envelope = wish.envelope;
            if (envelope.client != client_ || envelope.person != person || envelope.seq != seq) return false;
            ++seq;
        }
        return true;
    }

    Missing refuse(Refusal refusal) {
        reply_ = Pushed{client_, 0, refusal};
        return {};
    }

    Missing take(Turn& turn, const PersonId& person) {
        ClientProgress& progress = turn.progress_of(client_, person);
        before_ = progress.from;
        // A restored database has forgotten what the client knows to have ended.
        if (next_ == 0 && ended_ > progress.last_seq && ended_ + 1 == first_seq()) progress.last_seq = ended_;
        if (next_ == 0 && first_seq() > progress.last_seq + 1) {
            reply_ = Pushed{client_, progress.last_seq, Refusal::sequence_gap};
            return {};
        }
        for (; next_ < wishes_.size(); ++next_) {
            const std::int64_t seq = wishes_[next_].envelope.seq;
            if (seq <= progress.last_seq) {
                bool reused = false;
                Missing missing = look_back(progress, contents_[next_], seq, reused);
                if (missing.any()) return missing;
                if (reused) {
                    reply_ = Pushed{client_, progress.last_seq, Refusal::sequence_reused};
                    return {};
                }
                continue;
            }
            if (!confirmed_ && needs_confirmation(wishes_[next_].envelope.command)) {
                reply_ = Pushed{client_, progress.last_seq, Refusal::confirmation_needed};
                return {};
            }
            Missing missing = end(turn, wishes_[next_], contents_[next_], progress);
            if (missing.any()) return missing;
        }
        reply_ = Pushed{client_, progress.last_seq, std::nullopt};
        return {};
    }

    // A command that was taken already: is it the same one?
    Missing look_back(const ClientProgress& progress, std::int64_t content, std::int64_t seq, bool& reused) {
        const ClientCache::Known* known = desk_.clients.find(client_);
        for (const auto* outcomes : {&progress.outcomes, &known->record.outcomes}) {
            for (const KeptOutcome& kept : *outcomes) {
                if (kept.outcome.seq != seq) continue;
                reused = kept.content != content;
                return {};
            }
        }
        Missing missing;
        if (seq <= known->complete_after) missing.clients.push_back({client_, seq - 1});
        return missing;  // else it was forgotten, long ago
    }

    Missing end(Turn& turn, Wish& wish, std::int64_t content, ClientProgress& progress) {
        auto ended = turn.decide_wish(wish);
        if (auto* missing = std::get_if<Missing>(&ended)) return std::move(*missing);
        auto& verdict = std::get<Verdict>(ended);
        KeptOutcome kept;
        kept.outcome.client = client_;
        kept.outcome.seq = wish.envelope.seq;
        kept.outcome.refusal = verdict.refusal;
        kept.outcome.problems = std::move(verdict.problems);
        kept.content = content;
        kept.at = wish.time;
        progress.outcomes.push_back(std::move(kept));
        progress.last_seq = wish.envelope.seq;
        return {};
    }

    Desk& desk_;
    std::string session_;
    ClientId client_;
    std::vector<Wish> wishes_;
    std::vector<std::int64_t> contents_;
    std::int64_t ended_ = 0;
    std::size_t next_ = 0;
    bool looked_anew_ = false;
    std::int64_t before_ = 0;
    bool confirmed_ = false;
    Reply reply_;
};

}  // namespace

std::unique_ptr<Job> make_push_job(Desk& desk, std::string session, Push push) {
    if (push.commands.size() > most_commands) return make_answer_job(Refusing{Refusal::too_many, 0});
    return std::make_unique<PushJob>(desk, std::move(session), std::move(push));
}

}  // namespace parasol
