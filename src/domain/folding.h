// Texts as they are searched: in lower case and without accents, so that "cafe" finds "Café".
#pragma once

#include <string>
#include <string_view>

namespace parasol {

// Adds `text` folded: Latin letters (Latin-1 and Latin Extended-A) as plain lower-case ASCII, Greek and Cyrillic
// capitals as small letters, Greek vowels without their accents, everything else as it is. Not what Unicode calls case
// folding: enough to find a name, and never used to tell two names apart.
void append_folded(std::string& out, std::string_view text);
std::string folded(std::string_view text);
// Whether the folded `text` contains the folded `part`.
bool contains_folded(std::string_view text, std::string_view part);

}  // namespace parasol
