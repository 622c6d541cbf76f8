// Lists that fictional people are composed from: frequent Mexican names, and invented or generic places.
#pragma once

#include <vector>

namespace cotejo::specimens {

const std::vector<const char*>& male_names();
const std::vector<const char*>& female_names();
const std::vector<const char*>& devotions();  // second names such as "del Carmen"
const std::vector<const char*>& surnames();
const std::vector<const char*>& particles();  // before a surname, with the space
const std::vector<const char*>& street_kinds();
const std::vector<const char*>& street_names();
const std::vector<const char*>& colony_kinds();
const std::vector<const char*>& colony_names();
const std::vector<const char*>& area_codes();

}  // namespace cotejo::specimens
