// What is searched: small letters without diacritics; đ is d.
const fold = (said) => said.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
const wordsOf = (said) => fold(said).split(/\s+/).filter(Boolean);
