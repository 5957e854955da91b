package org.acme;

import org.opengrok.indexer.search.SearchEngine;

class Search {
    int count(String q) throws Exception {
        SearchEngine engine = new SearchEngine();
        engine.setFreetext(q);
        return engine.search();
    }
}
