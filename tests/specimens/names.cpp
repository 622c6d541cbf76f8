#include "names.hpp"

#include "people.hpp"

namespace cotejo::specimens {

const std::vector<const char*>& male_names() {
  static const std::vector<const char*> list = {
      "Juan",      "Luis",     "Miguel",  "Carlos",   "Jorge",   "Pedro",   "Antonio", "Francisco",
      "Alejandro", "Fernando", "Ricardo", "Eduardo",  "Roberto", "Javier",  "Daniel",  "Raúl",
      "Martín",    "Óscar",    "Héctor",  "Iván",     "Ángel",   "Hugo",    "Diego",   "Emiliano",
      "Ulises",    "Íñigo",    "Tomás",   "Joaquín",  "Nicolás", "Rogelio", "Gerardo", "Ignacio",
      "Guillermo", "Ramón",    "Víctor",  "Efraín",   "Abel",    "Saúl",    "Rubén",   "Gilberto",
      "Omar",      "Leonardo", "Mateo",   "Wilfrido", "Quetzal", "Yahir",   "Xavier",  "Kevin"};
  return list;
}

const std::vector<const char*>& female_names() {
  static const std::vector<const char*> list = {
      "Guadalupe", "Ana",      "Rosa",      "Laura",  "Patricia", "Verónica", "Gabriela",  "Adriana",
      "Alejandra", "Leticia",  "Silvia",    "Elena",  "Claudia",  "Karla",    "Mónica",    "Sofía",
      "Daniela",   "Fernanda", "Valeria",   "Ximena", "Regina",   "Itzel",    "Yolanda",   "Norma",
      "Beatriz",   "Begoña",   "Teresa",    "Irma",   "Araceli",  "Lucía",    "Carolina",  "Jimena",
      "Paola",     "Renata",   "Ángela",    "Inés",   "Ofelia",   "Graciela", "Hortensia", "Wendy",
      "Zoé",       "Citlali",  "Esmeralda", "Úrsula", "Quetzali", "Nayeli",   "Marisol",   "Lourdes"};
  return list;
}

const std::vector<const char*>& devotions() {
  static const std::vector<const char*> list = {"del Carmen", "de los Ángeles", "del Rosario",
                                                "de Jesús",   "del Pilar",      "de la Luz"};
  return list;
}

const std::vector<const char*>& surnames() {
  static const std::vector<const char*> list = {
      "Hernández", "García",  "Martínez",  "López",    "González", "Rodríguez", "Pérez",    "Sánchez",   "Ramírez",
      "Cruz",      "Flores",  "Gómez",     "Morales",  "Vázquez",  "Reyes",     "Jiménez",  "Torres",    "Díaz",
      "Gutiérrez", "Ruiz",    "Mendoza",   "Aguilar",  "Ortiz",    "Moreno",    "Castillo", "Romero",    "Álvarez",
      "Méndez",    "Chávez",  "Rivera",    "Juárez",   "Ramos",    "Núñez",     "Muñoz",    "Peña",      "Ibáñez",
      "Ñando",     "Zúñiga",  "Ordóñez",   "Quiñones", "Ríos",     "Ávila",     "Ibarra",   "Ochoa",     "Ek",
      "Pech",      "Canul",   "Uc",        "Xool",     "Tzab",     "Yáñez",     "Güemes",   "Argüelles", "Salas",
      "Villa",     "Barrera", "Cervantes", "Escobedo", "Fuentes",  "Huerta",    "Olvera",   "Palacios",  "Quintero",
      "Rangel",    "Treviño", "Urbina",    "Valdez",   "Zamora",   "Cabrera",   "Bautista", "Domínguez", "Estrada",
      "Lara",      "Nava",    "Pacheco",   "Sandoval", "Trejo",    "Villanueva"};
  return list;
}

const std::vector<const char*>& particles() {
  static const std::vector<const char*> list = {"de la ", "del ", "de ", "de los "};
  return list;
}

const std::vector<const char*>& street_kinds() {
  static const std::vector<const char*> list = {"C",    "C",   "C",    "CALLE", "AV",   "AND",
                                                "PRIV", "CDA", "BLVD", "CALZ",  "PROL", "CJON"};
  return list;
}

const std::vector<const char*>& street_names() {
  static const std::vector<const char*> list = {"BENITO JUAREZ",
                                                "MIGUEL HIDALGO",
                                                "5 DE MAYO",
                                                "16 DE SEPTIEMBRE",
                                                "ALLENDE",
                                                "NIÑOS HEROES",
                                                "REFORMA",
                                                "INDEPENDENCIA",
                                                "LAS ROSAS",
                                                "LOS PINOS",
                                                "NARANJO",
                                                "JACARANDAS",
                                                "CEDRO",
                                                "PIÑON",
                                                "LAGO AZUL",
                                                "RIO BRAVO",
                                                "MORELOS",
                                                "ZARAGOZA",
                                                "INSURGENTES",
                                                "CONSTITUCION",
                                                "LA CAÑADA",
                                                "SAN MIGUEL",
                                                "FRESNO",
                                                "MATAMOROS",
                                                "EL PEÑON",
                                                "VENUSTIANO CARRANZA",
                                                "FRANCISCO I MADERO",
                                                "PINO SUAREZ",
                                                "21",
                                                "12 NORTE"};
  return list;
}

const std::vector<const char*>& colony_kinds() {
  static const std::vector<const char*> list = {"FRACC", "BARR", "U HAB", "EJ", "PBLO"};
  return list;
}

const std::vector<const char*>& colony_names() {
  static const std::vector<const char*> list = {
      "CENTRO",       "LA ESPERANZA", "LAS FLORES",  "SAN JOSE",         "SANTA MARIA",    "EL CARMEN",
      "LOMAS VERDES", "BUENAVISTA",   "LA PRESA",    "JARDINES DEL SUR", "VISTA HERMOSA",  "LOS CEDROS",
      "EL ROSARIO",   "NUEVA ESPAÑA", "LA PEÑA",     "SAN ANTONIO",      "VILLAS DEL SOL", "LOS OLIVOS",
      "EL MIRADOR",   "GUADALUPE",    "SAN RAFAEL",  "LA CAÑADA",        "DEL VALLE",      "INDUSTRIAL",
      "REVOLUCION",   "5 DE FEBRERO", "EL PORVENIR", "SANTA CRUZ",       "LA LOMA",        "BOSQUES"};
  return list;
}

const std::vector<const char*>& area_codes() {
  static const std::vector<const char*> list = {"55",  "33",  "81",  "222", "442", "449", "477", "614", "664",
                                                "667", "722", "744", "833", "867", "951", "961", "998", "999"};
  return list;
}

const std::vector<Place>& places() {
  static const std::vector<Place> list = {
      {"AS", 1, "AGS.", 20, 20, {"AGUASCALIENTES", "CALVILLO"}},
      {"BC", 2, "B.C.", 21, 22, {"TIJUANA", "MEXICALI", "ENSENADA"}},
      {"BS", 3, "B.C.S.", 23, 23, {"LA PAZ", "LOS CABOS"}},
      {"CC", 4, "CAMP.", 24, 24, {"CAMPECHE", "CARMEN"}},
      {"CL", 5, "COAH.", 25, 27, {"SALTILLO", "TORREON"}},
      {"CM", 6, "COL.", 28, 28, {"COLIMA", "MANZANILLO"}},
      {"CS", 7, "CHIS.", 29, 30, {"TUXTLA GUTIERREZ", "TAPACHULA"}},
      {"CH", 8, "CHIH.", 31, 33, {"CHIHUAHUA", "JUAREZ"}},
      {"DF", 9, "CDMX", 1, 16, {"IZTAPALAPA", "TLALPAN", "COYOACAN", "GUSTAVO A. MADERO"}},
      {"DG", 10, "DGO.", 34, 35, {"DURANGO", "GOMEZ PALACIO"}},
      {"GT", 11, "GTO.", 36, 38, {"LEON", "CELAYA", "IRAPUATO"}},
      {"GR", 12, "GRO.", 39, 41, {"ACAPULCO DE JUAREZ", "CHILPANCINGO DE LOS BRAVO"}},
      {"HG", 13, "HGO.", 42, 43, {"PACHUCA DE SOTO", "TULANCINGO DE BRAVO"}},
      {"JC", 14, "JAL.", 44, 49, {"GUADALAJARA", "ZAPOPAN", "TLAJOMULCO DE ZUÑIGA"}},
      {"MC", 15, "MEX.", 50, 57, {"TOLUCA", "ECATEPEC DE MORELOS", "NAUCALPAN DE JUAREZ"}},
      {"MN", 16, "MICH.", 58, 61, {"MORELIA", "URUAPAN"}},
      {"MS", 17, "MOR.", 62, 62, {"CUERNAVACA", "JIUTEPEC"}},
      {"NT", 18, "NAY.", 63, 63, {"TEPIC", "BAHIA DE BANDERAS"}},
      {"NL", 19, "N.L.", 64, 67, {"MONTERREY", "APODACA", "SAN NICOLAS DE LOS GARZA"}},
      {"OC", 20, "OAX.", 68, 71, {"OAXACA DE JUAREZ", "SALINA CRUZ"}},
      {"PL", 21, "PUE.", 72, 75, {"PUEBLA", "TEHUACAN", "CAÑADA MORELOS"}},
      {"QT", 22, "QRO.", 76, 76, {"QUERETARO", "SAN JUAN DEL RIO"}},
      {"QR", 23, "Q.R.", 77, 77, {"BENITO JUAREZ", "OTHON P. BLANCO"}},
      {"SP", 24, "S.L.P.", 78, 79, {"SAN LUIS POTOSI", "CIUDAD VALLES"}},
      {"SL", 25, "SIN.", 80, 82, {"CULIACAN", "MAZATLAN"}},
      {"SR", 26, "SON.", 83, 85, {"HERMOSILLO", "CAJEME"}},
      {"TC", 27, "TAB.", 86, 86, {"CENTRO", "CARDENAS"}},
      {"TS", 28, "TAMPS.", 87, 89, {"REYNOSA", "MATAMOROS"}},
      {"TL", 29, "TLAX.", 90, 90, {"TLAXCALA", "APIZACO"}},
      {"VZ", 30, "VER.", 91, 96, {"VERACRUZ", "XALAPA"}},
      {"YN", 31, "YUC.", 97, 97, {"MERIDA", "KANASIN"}},
      {"ZS", 32, "ZAC.", 98, 99, {"ZACATECAS", "FRESNILLO"}}};
  return list;
}

}  // namespace cotejo::specimens
